import { readFileSync } from "node:fs";
import pg from "pg";
import { afterAll, beforeAll, expect, it } from "vitest";
import { contextFor } from "@/lib/services/context";
import { registerConnection } from "@/lib/services/connection/register";
import { testWorld } from "@/test/world";
import { ROLE_SQL } from "./role-sql";

const world = testWorld();
const ROLE = `shown_${process.pid}`;
let owner: pg.Client;

beforeAll(async () => {
  owner = new pg.Client({ connectionString: world.base.db.url });
  await owner.connect();
});
afterAll(async () => {
  await owner.query(`DROP OWNED BY ${ROLE}; DROP ROLE ${ROLE}`);
  await owner.end();
});

it("the role that the page shows how to make is accepted, and reads tables that are made later", async () => {
  const url = new URL(world.base.db.url);
  await owner.query(
    ROLE_SQL.replaceAll("countersign_reader", ROLE)
      .replace("DATABASE shop", `DATABASE ${url.pathname.slice(1)}`)
      .replace("choose one", "chosen"),
  );
  await owner.query("CREATE TABLE public.made_later (id int)");
  [url.username, url.password, url.search] = [ROLE, "chosen", ""];
  const ctx = contextFor(world.base, { kind: "operator", login: "test" });
  const registered = await registerConnection(ctx, {
    name: "shown",
    environment: "production",
    url: url.toString(),
  });
  expect(registered.username).toBe(ROLE);
  const { rows } = await owner.query(
    "SELECT has_table_privilege($1, 'public.made_later', 'SELECT') AS reads",
    [ROLE],
  );
  expect(rows).toEqual([{ reads: true }]);
});

it("the documentation shows the same", () => {
  expect(readFileSync("docs/collectors.md", "utf8")).toContain(`\`\`\`sql\n${ROLE_SQL}\n\`\`\``);
});
