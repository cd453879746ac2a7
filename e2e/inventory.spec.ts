import { expect, expectAccessible, submitIncident, test } from "./fixtures";
import { SIZES } from "./look";

const HEADING =
  "type,pattern,environment,name,criticality,stateful,recovery_point,taken_at,failure_domain";
const FAULTY = `${HEADING}
railway.volume,vol_8f2c,nowhere,pg-data,critical,yes,Nightly backup,2026-11-24,railway.volume:vol_8f2c
`;
const CSV = `${HEADING}
railway.volume,vol_8f2c,production,pg-data,critical,yes,Nightly backup,2026-11-24,railway.volume:vol_8f2c
railway.volume,vol_8f2c,,,,,Weekly backup,2026-11-22,railway.volume:vol_8f2c
railway.volume,vol_51d0,staging,pg-data-staging,low,yes,,,
`;
test("what an admin imports refutes the agent and strikes out the backups that would go along", async ({
  world,
  agent,
  openAs,
}) => {
  test.setTimeout(120_000);
  // Other tests of this worker share its database, and register things too.
  for (const table of ["recovery_points", "inventory_resources"])
    await world.base.db.query({ text: `DELETE FROM ${table}` }, []);
  const admin = await openAs(await world.addUser({ role: "admin", name: "Alex Admin" }));
  await admin.goto("/inventory");
  await expect(admin.getByRole("heading", { name: "Nothing is registered yet" })).toBeVisible();
  for (const size of SIZES) {
    await admin.setViewportSize(size);
    await expectAccessible(admin);
  }

  await admin.setViewportSize(SIZES[0]);
  await admin.getByRole("button", { name: "Import" }).click();
  const sheet = admin.getByRole("dialog", { name: "Import" });
  await sheet.getByLabel("Or paste it here").fill(FAULTY);
  await sheet.getByRole("button", { name: "Import" }).click();
  await expect(sheet.getByRole("list", { name: "Faults" })).toContainText(
    'Line 2, environment: No environment "nowhere" is registered.',
  );
  await expectAccessible(admin);
  await sheet.getByLabel("File").setInputFiles({
    name: "resources.csv",
    mimeType: "text/csv",
    buffer: Buffer.from(CSV),
  });
  await expect(sheet.getByLabel("Or paste it here")).toHaveValue(CSV);
  await sheet.getByRole("button", { name: "Import" }).click();
  await expect(
    admin.getByText("Imported: 2 new, 0 replaced, 2 recovery points.", { exact: true }),
  ).toBeVisible();

  const operation = await submitIncident(agent, { environment: "staging" });
  const reviewer = await openAs(await world.addUser());
  await reviewer.goto(`/operations/${operation.id}`);
  const claims = reviewer.getByRole("region", { name: "Claims" });
  const refuted = claims.getByRole("listitem").filter({ hasText: "Environment" });
  await expect(refuted).toContainText("The inventory has it in production");
  await expect(refuted).toContainText("Contradicted");
  await expect(refuted.getByText("inventory", { exact: true })).toBeVisible();
  const survivors = reviewer.getByRole("region", { name: "What survives" });
  await expect(survivors.locator("s")).toContainText(["Nightly backup", "Weekly backup"]);
  await expect(survivors).toContainText("It lies inside the same volume.");
  for (const size of SIZES) {
    await reviewer.setViewportSize(size);
    await expectAccessible(reviewer);
    await reviewer.screenshot({
      path: `test-results/looks/inventory-review-${size.width}.png`,
      fullPage: true,
    });
  }
});

test("a resource is registered, given a copy elsewhere, edited and removed by hand", async ({
  world,
  openAs,
}) => {
  test.setTimeout(120_000);
  const page = await openAs(await world.addUser({ role: "admin", name: "Alex Admin" }));
  await page.goto("/inventory");
  await page.getByRole("button", { name: "Register a resource" }).click();
  const form = page.getByRole("dialog");
  await form.getByLabel("Type").fill("railway volume");
  await form.getByLabel("Id or pattern").fill("vol_hand");
  await form.getByLabel("Environment").selectOption("production");
  await form.getByRole("button", { name: "Register" }).click();
  await expect(form.getByText("visible ASCII").first()).toBeVisible();
  await form.getByLabel("Type").fill("railway.volume");
  await form.getByRole("button", { name: "Register" }).click();
  await page.getByRole("link", { name: "vol_hand" }).click();

  await page.getByRole("button", { name: "Add a recovery point" }).click();
  await form.getByLabel("Name").fill("Dump elsewhere");
  await form.getByLabel("Lives in").fill("aws.account:backups");
  await form.getByLabel("Taken", { exact: true }).fill("2026-11-24");
  await form.getByRole("button", { name: "Add" }).click();
  const points = page.getByRole("region", { name: "Recovery points" });
  await expect(points).toContainText("Survives it: it lies in aws.account:backups");

  await page.getByRole("button", { name: "Edit" }).click();
  await form.getByLabel("Name").fill("by hand");
  await form.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("by hand");
  for (const size of SIZES) {
    await page.setViewportSize(size);
    await expectAccessible(page);
    await page.screenshot({
      path: `test-results/looks/inventory-resource-${size.width}.png`,
      fullPage: true,
    });
  }
  await page.getByRole("button", { name: "Remove" }).first().click();
  await page.getByRole("button", { name: "Remove it: nothing is known of it then" }).click();
  await expect(page).toHaveURL(/\/inventory$/);
  await expect(page.getByRole("link", { name: "by hand" })).toHaveCount(0);
});
