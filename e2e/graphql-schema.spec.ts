import { expect, submitIncident, test } from "./fixtures";
import { look } from "./look";

const FAULTY = "type Query { me: ID }\ntype Mutation { volumeDelete(volumeId: Text): ID }";
const SDL = "type Query { me: ID }\ntype Mutation { volumeDelete(id: ID!): ID }";

test("a schema that an admin registers tells the reviewer that a request would be refused", async ({
  world,
  agent,
  openAs,
}) => {
  test.setTimeout(120_000);
  await world.base.db.query({ text: "DELETE FROM graphql_schemas" }, []);
  const page = await openAs(await world.addUser({ role: "admin", name: "Alex Admin" }));
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
  await look(page, "schema-refused");
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
  await look(page, "schema-registered");

  const operation = await submitIncident(agent);
  await page.goto(`/operations/${operation.id}`);
  await expect(page.getByRole("region", { name: "Blast radius" })).toContainText(
    "It would fail. By the schema that was registered on",
  );
  await look(page, "schema-review");

  await page.goto("/enforcement-points");
  await expect(point.getByRole("button", { name: "Replace schema" })).toBeVisible();
  await point.getByRole("button", { name: "Remove schema" }).click();
  await point.getByRole("button", { name: /^Remove the schema of/ }).click();
  await expect(point.getByRole("button", { name: "Register GraphQL schema" })).toBeVisible();
});
