import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ActorOf } from "@/lib/core/actor";
import { postgresCollector } from "@/lib/blast-radius/collectors/postgres/collect";
import type { Declared, Findings } from "@/lib/blast-radius/findings";
import { notMeasured } from "@/lib/blast-radius/facts";
import { parsePostgres } from "@/lib/blast-radius/sql/parse";
import { contextFor, type ServiceContext } from "@/lib/services/context";
import { previewOperation } from "@/lib/services/operation/preview";
import { submitOperation } from "@/lib/services/operation/submit";
import { incident } from "@/test/seed";
import { testWorld } from "@/test/world";
import { listConnections } from "./list";
import { registerConnection } from "./register";
import { removeConnection } from "./remove";
import { sourceFor } from "./source";

const world = testWorld();
const ROLE = `reader_${process.pid}`;
const PASSWORD = "s3cret-of-the-reader";
let owner: pg.Client;
let operator: ServiceContext<ActorOf<"operator">>;

const urlAs = (role: string, password = PASSWORD) => {
  const url = new URL(world.base.db.url);
  url.username = role;
  url.password = password;
  url.search = "";
  return url.toString();
};
const register = (url: string, name = "shop") =>
  registerConnection(operator, { name, environment: "production", resources: "postgresql.*", url });

beforeAll(async () => {
  await parsePostgres("SELECT 1", 10_000); // its thread starts once, which isn't a measurement's time
  operator = contextFor(world.base, { kind: "operator", login: "test" });
  owner = new pg.Client({ connectionString: world.base.db.url });
  await owner.connect();
  await owner.query(`CREATE SCHEMA shop;
    CREATE TABLE shop.orders (id int PRIMARY KEY);
    CREATE TABLE shop.lines (id int PRIMARY KEY, order_id int REFERENCES shop.orders ON DELETE CASCADE);
    INSERT INTO shop.orders SELECT generate_series(1, 50);
    INSERT INTO shop.lines SELECT i, 1 + i % 50 FROM generate_series(1, 200) i;
    CREATE ROLE ${ROLE} LOGIN PASSWORD '${PASSWORD}';
    GRANT USAGE ON SCHEMA shop TO ${ROLE}; GRANT SELECT ON ALL TABLES IN SCHEMA shop TO ${ROLE};`);
});
afterAll(async () => {
  await owner.query(`DROP OWNED BY ${ROLE}; DROP ROLE ${ROLE}`);
  await owner.end();
});

describe("a connection to a live database", () => {
  it.each([
    [
      "a superuser or owner",
      () => world.base.db.url.replace(/\?.*$/, ""),
      /may do more than read|role/,
    ],
    ["a wrong password", () => urlAs(ROLE, "wrong"), /refuses this role|couldn't/],
    ["no such database", () => urlAs(ROLE).replace(/\/[^/]*$/, "/nowhere"), /no such database/],
    [
      "a port that nobody listens on",
      () => urlAs(ROLE).replace(/:\d+\//, ":1/"),
      /Nothing listens/,
    ],
    [
      "driver options in the URL",
      () => `${urlAs(ROLE)}?options=-c%20x%3Dy`,
      /parameter .{0,2}options/,
    ],
    ["no role", () => "postgresql://localhost/x", /needs a role/],
  ])("is refused with its reason: %s", async (_, url, reason) => {
    const error: unknown = await register(url()).catch((refusal: unknown) => refusal);
    expect(JSON.stringify(error)).toMatch(reason);
    expect(JSON.stringify(error)).not.toContain(PASSWORD);
    expect(await listConnections(operator)).toEqual([]);
  });

  it.each([
    [
      `GRANT INSERT ON shop.orders TO ${ROLE}`,
      `REVOKE INSERT ON shop.orders FROM ${ROLE}`,
      /may write to shop.orders/,
    ],
    [
      `GRANT UPDATE (id) ON shop.lines TO ${ROLE}`,
      `REVOKE UPDATE (id) ON shop.lines FROM ${ROLE}`,
      /may write to shop.lines/,
    ],
    [
      `GRANT pg_write_all_data TO ${ROLE}`,
      `REVOKE pg_write_all_data FROM ${ROLE}`,
      /pg_write_all_data/,
    ],
    [
      `GRANT CREATE ON SCHEMA shop TO ${ROLE}`,
      `REVOKE CREATE ON SCHEMA shop FROM ${ROLE}`,
      /create things in shop/,
    ],
    [
      `CREATE ROLE ${ROLE}_writer; GRANT INSERT ON shop.orders TO ${ROLE}_writer; GRANT ${ROLE}_writer TO ${ROLE} WITH INHERIT FALSE`,
      `DROP OWNED BY ${ROLE}_writer; DROP ROLE ${ROLE}_writer`,
      /may write to shop.orders/,
    ],
    [
      `CREATE SEQUENCE shop.numbers; GRANT USAGE ON SEQUENCE shop.numbers TO ${ROLE}`,
      "DROP SEQUENCE shop.numbers",
      /may write to shop.numbers/,
    ],
    [
      `CREATE FUNCTION shop.own() RETURNS int LANGUAGE sql AS 'SELECT 1'; ALTER FUNCTION shop.own() OWNER TO ${ROLE}`,
      "DROP FUNCTION shop.own()",
      /owns shop.own/,
    ],
    [`ALTER ROLE ${ROLE} CREATEROLE`, `ALTER ROLE ${ROLE} NOCREATEROLE`, /create roles/],
    [`ALTER ROLE ${ROLE} BYPASSRLS`, `ALTER ROLE ${ROLE} NOBYPASSRLS`, /row security/],
  ])("is refused where the role can write: %s", async (allow, withdraw, reason) => {
    await owner.query(allow);
    const error: unknown = await register(urlAs(ROLE)).catch((refusal: unknown) => refusal);
    await owner.query(withdraw);
    expect(JSON.stringify(error)).toMatch(reason);
  });

  it("is kept sealed, shown without its password, and counts what a submitted statement hits, not a previewed one", async () => {
    await owner.query(
      "CREATE FUNCTION shop.clean() RETURNS int LANGUAGE sql SECURITY DEFINER AS 'SELECT 1'",
    );
    const view = await register(urlAs(ROLE));
    expect(view.definer_functions).toEqual(["shop.clean"]);
    expect(view).toMatchObject({ name: "shop", environment: "production", username: ROLE });
    const [row] = await world.base.db.query<{ everything: string }>(
      {
        text: "SELECT c::text || encode(url_encrypted, 'escape') AS everything FROM connections c",
      },
      [],
    );
    expect(row?.everything).not.toContain(PASSWORD);
    expect(JSON.stringify(await listConnections(operator))).not.toContain(PASSWORD);

    const declared: Declared = {
      operationDigest: `sha-256:${"0".repeat(64)}`,
      environment: { slug: "production", kind: "production" },
      action: "postgresql.rows.delete",
      resource: { type: "postgresql.table", id: "shop.orders" },
      params: {},
      artifact: { kind: "none" },
      claims: {},
      now: new Date(),
    };
    const findings = {
      ...notMeasured(declared.now),
      sql: { dialect: "postgresql", text: "DELETE FROM shop.orders WHERE id <= 10" },
    } as unknown as Findings;
    const collect = postgresCollector((asked) => sourceFor(operator, asked));
    expect(await collect(declared, findings)).toMatchObject({
      headline: "Deletes 50 rows in 2 tables of production.",
      figures: { records_deleted: { value: 50, bound: "exact", assurance: "observed" } },
      outcome: { value: "will_apply" },
      environments: { value: ["production"], assurance: "observed" },
    });

    await world.addUser(); // somebody could approve
    const body = incident({
      action: "postgresql.rows.delete",
      resource: { type: "postgresql.table", id: "shop.orders" },
      params: {},
      artifact: {
        kind: "sql",
        dialect: "postgresql",
        content: "DELETE FROM shop.orders WHERE id <= 10",
      },
    });
    const preview = await previewOperation(world.agent.ctx, body);
    expect(JSON.stringify(preview)).not.toContain("observed");
    expect(preview.blast_radius.totals.records_deleted.value).toBeNull();
    expect(preview.blast_radius.unknowns).toContainEqual(
      expect.objectContaining({ why: expect.stringContaining("isn't measured in a preview") }),
    );
    const idempotencyKey = "counted";
    const raw = JSON.stringify(body);
    const { operation } = await submitOperation(world.agent.ctx, { body, raw, idempotencyKey });
    expect(operation.blast_radius.headline).toBe("Deletes 50 rows in 2 tables of production.");
    const audited = await world.base.db.query<{ operation_id: string }>(
      { text: "SELECT operation_id FROM audit_events WHERE operation_id = $1" },
      [operation.id],
    );
    expect(audited).toHaveLength(1);

    await owner.query(`ALTER ROLE ${ROLE} PASSWORD 'changed'`);
    const failed = await collect(declared, findings);
    expect(failed?.unknowns[0]?.why).toContain("couldn't be looked into");
    expect(JSON.stringify(failed)).not.toContain(PASSWORD);

    await removeConnection(operator, { connection: "shop" });
    expect(await collect(declared, findings)).toBeNull();
  });
});
