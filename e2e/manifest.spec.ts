import { randomUUID } from "node:crypto";
import { incident } from "@/test/seed";
import { expect, test } from "./fixtures";
import { look } from "./look";

const volume = (id: string) =>
  incident({
    resource: { type: "railway.volume", id },
    params: { volumeId: id },
    artifact: { kind: "graphql", content: `mutation { volumeDelete(volumeId: "${id}") }` },
  });
test("what was submitted together is vetoed one by one, and only low risk is approved from the list", async ({
  world,
  deployment,
  openAs,
}) => {
  test.setTimeout(120_000);
  const response = await fetch(`${deployment.url}/api/v1/operations:batch`, {
    method: "POST",
    headers: {
      authorization: `Bearer ${world.agent.key}`,
      "content-type": "application/json",
      "idempotency-key": randomUUID(),
    },
    body: JSON.stringify({
      operations: [volume("vol_m1"), volume("vol_m2"), volume("vol_m3"), volume("vol_m4")],
    }),
  });
  expect(response.status).toBe(201);
  const manifest = (await response.json()) as {
    links: { review: string };
    operations: { id: string }[];
  };
  // As evidence would have it of something harmless.
  await world.base.db.query({ text: "UPDATE operations SET risk = 'low' WHERE id = ANY($1)" }, [
    manifest.operations.slice(2).map(({ id }) => id),
  ]);

  const page = await openAs(await world.addUser());
  await page.goto(manifest.links.review);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(
    "4 operations, submitted together",
  );
  await look(page, "manifest");

  const items = page.getByRole("region", { name: "Operations" }).getByRole("listitem");
  await items.first().getByRole("button", { name: "Veto" }).click();
  await items.first().getByRole("button", { name: "Veto: deny this one" }).click();
  await expect(items.first()).toContainText("Denied");

  await expect(page.getByRole("checkbox", { name: /^Choose/ })).toHaveCount(2);
  await page.getByRole("checkbox", { name: "All 2 of low risk" }).check();
  await page.getByRole("button", { name: "Approve 2 of 4" }).click();
  await expect(items.nth(2)).toContainText("Approved");
  await expect(items.nth(3)).toContainText("Approved");
  await expect(items.nth(1).getByRole("link", { name: "Review" })).toBeVisible();
});
