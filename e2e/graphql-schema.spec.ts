import { expect, expectAccessible, submitIncident, test } from "./fixtures";

const FAULTY = "type Query { me: ID }\ntype Mutation { volumeDelete(volumeId: Text): ID }";
const SDL = "type Query { me: ID }\ntype Mutation { volumeDelete(id: ID!): ID }";
const LOOKS = [
  { width: 1440, height: 1000, colorScheme: "light" },
  { width: 1440, height: 1000, colorScheme: "dark" },
  { width: 390, height: 844, colorScheme: "light" },
  { width: 390, height: 844, colorScheme: "dark" },
] as const;

test("a schema that an admin registers tells the reviewer that a request would be refused", async ({
  world,
  agent,
  openAs,
}) => {
  test.setTimeout(120_000);
  await world.base.db.query({ text: "DELETE FROM graphql_schemas" }, []);
  const page = await openAs(await world.addUser({ role: "admin", name: "Alex Admin" }));
  const look = async (name: string) => {
    for (const { colorScheme, ...size } of LOOKS) {
      await page.setViewportSize(size);
      await page.emulateMedia({ colorScheme });
      await expectAccessible(page);
      await page.screenshot({
        path: `test-results/looks/${name}-${size.width}-${colorScheme}.png`,
        fullPage: true,
      });
    }
    await page.setViewportSize(LOOKS[0]);
  };
  await page.goto("/enforcement-points");
  const point = page
    .getByRole("region", { name: "Enforcement points" })
    .getByRole("listitem")
    .filter({ hasText: world.enforcement.ctx.actor.audience });
  await point.getByRole("button", { name: "Register GraphQL schema" }).click();
  const sheet = page.getByRole("dialog");
  await sheet.getByLabel("Or paste it here").fill(FAULTY);
  await sheet.getByRole("button", { name: "Register" }).click();
  await expect(sheet.getByRole("list", { name: "Faults" })).toHaveText(
    'Line 2, column 40: Unknown type "Text".',
  );
  await look("schema-refused");
  await sheet.getByLabel("File").setInputFiles({
    name: "schema.graphql",
    mimeType: "text/plain",
    buffer: Buffer.from(SDL),
  });
  await expect(sheet.getByLabel("Or paste it here")).toHaveValue(SDL);
  await sheet.getByRole("button", { name: "Register" }).click();
  await expect(point).toContainText(
    /GraphQL schema: 1 mutation, sha-256:.{12}…, registered .* by Alex/,
  );
  await look("schema-registered");

  const operation = await submitIncident(agent);
  await page.goto(`/operations/${operation.id}`);
  await expect(page.getByRole("region", { name: "Blast radius" })).toContainText(
    "It would fail. By the schema that was registered on",
  );
  await look("schema-review");

  await page.goto("/enforcement-points");
  await expect(point.getByRole("button", { name: "Replace schema" })).toBeVisible();
  await point.getByRole("button", { name: "Remove schema" }).click();
  await point.getByRole("button", { name: /^Remove the schema of/ }).click();
  await expect(point.getByRole("button", { name: "Register GraphQL schema" })).toBeVisible();
});
