import { randomUUID } from "node:crypto";
import pg from "pg";
import { makeReaderRole } from "@/test/reader-role";
import { expect, expectAccessible, test } from "./fixtures";

/** Four tables, one below the other twice over; 1 customer takes 3 orders, 6 lines and 3 notes along. */
const SHOP = (schema: string) => `CREATE SCHEMA ${schema};
  CREATE TABLE ${schema}.customers (id int PRIMARY KEY);
  CREATE TABLE ${schema}.orders (id int PRIMARY KEY,
    customer int CONSTRAINT orders_of_customer REFERENCES ${schema}.customers ON DELETE CASCADE);
  CREATE TABLE ${schema}.order_lines (id int PRIMARY KEY,
    order_id int CONSTRAINT lines_of_order REFERENCES ${schema}.orders ON DELETE CASCADE);
  CREATE TABLE ${schema}.notes (id int PRIMARY KEY,
    customer int CONSTRAINT notes_of_customer REFERENCES ${schema}.customers ON DELETE CASCADE);
  INSERT INTO ${schema}.customers SELECT generate_series(1, 10);
  INSERT INTO ${schema}.orders SELECT i, 1 + i % 10 FROM generate_series(1, 30) i;
  INSERT INTO ${schema}.order_lines SELECT i, 1 + i % 30 FROM generate_series(1, 60) i;
  INSERT INTO ${schema}.notes SELECT i, 1 + i % 10 FROM generate_series(1, 30) i;`;

async function makeShop(databaseUrl: string) {
  const schema = `shop_${randomUUID().slice(0, 8)}`;
  const owner = new pg.Client({ connectionString: databaseUrl });
  await owner.connect();
  await owner.query(SHOP(schema)).finally(() => owner.end());
  return { schema, reader: await makeReaderRole(databaseUrl, `reader_of_${schema}`, schema) };
}

test("a registered database is counted in: what a DELETE takes along is seen before it is approved", async ({
  deployment,
  world,
  agent,
  openAs,
}) => {
  const { schema, reader } = await makeShop(deployment.databaseUrl);
  const admin = await openAs(await world.addUser({ role: "admin" }));

  await test.step("a role that may write is refused beside its field, and one that only reads is taken", async () => {
    await admin.goto("/connections");
    await expect(admin.getByRole("region", { name: "A role that can only read" })).toContainText(
      "CREATE ROLE countersign_reader",
    );
    await expectAccessible(admin);
    await admin.getByRole("button", { name: "Register a database" }).click();
    await admin.getByLabel("Name").fill(schema.replace("_", "-"));
    await admin.getByLabel("Environment").selectOption("production");
    await admin.getByLabel("Resources that live in it").fill(`postgresql.table:${schema}.*`);
    const url = admin.getByLabel("URL");
    await expect(url).toHaveAttribute("type", "password");
    await url.fill(deployment.databaseUrl.replace(/\?.*$/, ""));
    await admin.getByRole("button", { name: "Look into it and register" }).click();
    await expect(url).toHaveAttribute("aria-invalid", "true", { timeout: 15_000 });
    await expect(url).toHaveAccessibleDescription(/may do more than read/);
    await expectAccessible(admin);
    await url.fill(reader.url);
    await admin.getByRole("button", { name: "Look into it and register" }).click();
    const listed = admin.getByRole("region", { name: "Connections" });
    await expect(listed).toContainText(reader.name, { timeout: 15_000 });
    expect(await admin.content()).not.toContain(reader.password);
  });

  const operation = await agent.submit(
    {
      environment: "production",
      audience: "https://infra.example.com",
      action: "postgresql.rows.delete",
      resource: { type: "postgresql.table", id: `${schema}.customers` },
      params: {},
      artifact: {
        kind: "sql",
        dialect: "postgresql",
        content: `DELETE FROM ${schema}.customers WHERE id = 7`,
      },
      reason: "A customer asked to be forgotten.",
      claims: { records: 1 },
      expires_in: 3600,
    },
    { idempotencyKey: randomUUID() },
  );

  await test.step("the reviewer sees every table that loses rows, how many, and that it was observed", async () => {
    const page = await openAs(await world.addUser());
    await page.clock.install();
    await page.goto(`/operations/${operation.id}`);
    const radius = page.getByRole("region", { name: "Blast radius" });
    await expect(radius).toContainText("Deletes 13 rows in 4 tables of production.");
    for (const [table, count, via] of [
      ["customers", "1", ""],
      ["orders", "3", "orders_of_customer"],
      ["order_lines", "6", "lines_of_order"],
      ["notes", "3", "notes_of_customer"],
    ] as const) {
      const row = radius
        .locator("li, tr")
        .filter({ has: page.getByText(`${schema}.${table}`, { exact: true }) });
      await expect(row).toContainText(count);
      await expect(row).toContainText(via);
      await expect(row).toContainText("observed");
    }
    // Read downwards, each stands below what it hangs on.
    await expect(radius).toContainText(/customers.*notes.*orders.*order_lines/s);
    await page.getByText(/^Evidence \(/).click();
    await expect(page.locator("details", { hasText: "Evidence (" })).toContainText("count(*)");
    await expectAccessible(page);
    await page.screenshot({ path: "test-results/looks/counted-1440-light.png", fullPage: true });
    await expect(radius).toContainText(/measured .* · holds for \d+ (s|min)/);
    await page.clock.fastForward("01:00:00");
    await expect(radius).toContainText("out of date since");
  });

  await test.step("removed, it is forgotten", async () => {
    const listed = admin.getByRole("region", { name: "Connections" });
    const row = listed.getByRole("listitem").filter({ hasText: reader.name });
    await row.getByRole("button", { name: "Remove" }).click();
    await row.getByRole("button", { name: /nothing is counted in it any more/ }).click();
    await expect(row).toHaveCount(0);
  });
  await reader.drop();
});
