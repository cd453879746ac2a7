import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openReadOnlySession } from "@/lib/data/read-only-session";
import { testDatabase } from "@/test/database";
import { parsePostgres } from "../../sql/parse";
import { nameOf } from "./catalog";
import type { StatementImpact } from "./impact";
import { measureScript } from "./measure";

const database = testDatabase();
const READER = `sceptic_${process.pid}`;
let owner: pg.Client;

/** `ran` is where any code of the database's own leaves a trace, even in a read-only transaction. */
const SCHEMA = `
  CREATE SCHEMA shop; CREATE SCHEMA archive;
  CREATE SEQUENCE shop.ran;
  CREATE FUNCTION shop.leave_trace() RETURNS boolean LANGUAGE plpgsql STABLE AS $$
    BEGIN PERFORM pg_sleep(20); RETURN true; END $$;
  CREATE TABLE shop.orders (id int PRIMARY KEY, state text DEFAULT 'new');
  CREATE TABLE shop.lines (id int PRIMARY KEY, order_id int REFERENCES shop.orders);
  CREATE TABLE shop.flags (id int PRIMARY KEY);
  CREATE TABLE shop.twins (id int); CREATE TABLE archive.twins (id int);
  CREATE TABLE archive.alone (id int);
  CREATE TABLE shop.secret (id int PRIMARY KEY, owner text);
  CREATE TABLE shop.secret_parts (id int REFERENCES shop.secret ON DELETE CASCADE);
  ALTER TABLE shop.secret ENABLE ROW LEVEL SECURITY;
  CREATE POLICY mine ON shop.secret USING (owner = current_user);
  CREATE TABLE shop.wallets (id int PRIMARY KEY);
  CREATE TABLE shop.unread (id int REFERENCES shop.wallets ON DELETE CASCADE);
  CREATE TABLE shop.logs (id int, at date) PARTITION BY RANGE (at);
  CREATE TABLE shop.logs_1 PARTITION OF shop.logs FOR VALUES FROM ('2020-01-01') TO ('2030-01-01');
  CREATE TABLE shop.base (id int); CREATE TABLE shop.derived () INHERITS (shop.base);
  CREATE VIEW shop.sly AS SELECT id FROM shop.orders WHERE shop.leave_trace();
  CREATE FUNCTION shop.trace(shop.orders) RETURNS boolean LANGUAGE sql STABLE AS 'SELECT shop.leave_trace()';
  CREATE FUNCTION shop."pg_catalog.lower"(text) RETURNS boolean LANGUAGE sql STABLE AS 'SELECT shop.leave_trace()';
  CREATE FUNCTION shop.equal_slowly(text, int) RETURNS boolean LANGUAGE sql STABLE AS 'SELECT shop.leave_trace()';
  CREATE OPERATOR shop.=~= (FUNCTION = shop.equal_slowly, LEFTARG = text, RIGHTARG = int);
  CREATE DOMAIN shop.text AS pg_catalog.text CHECK (shop.leave_trace() OR VALUE <> '');
  CREATE TABLE shop."a\nb""; DROP TABLE shop.orders; --" (id int PRIMARY KEY, "x""\n'y" int);
  CREATE TABLE shop.odd (ref int CONSTRAINT "fk\u202e\n\u001b[2J" REFERENCES shop."a\nb""; DROP TABLE shop.orders; --");
  INSERT INTO shop.orders SELECT i FROM generate_series(1, 40) i;
  INSERT INTO shop.lines SELECT i, i FROM generate_series(1, 20) i;
  INSERT INTO shop.flags VALUES (1);
  INSERT INTO shop.secret SELECT i, 'x' FROM generate_series(1, 9) i;
  INSERT INTO shop.wallets SELECT i FROM generate_series(1, 9) i;
  INSERT INTO shop.logs SELECT i, '2024-01-01' FROM generate_series(1, 9) i;
  INSERT INTO shop.base VALUES (1), (2); INSERT INTO shop.derived VALUES (3), (4), (5);
  INSERT INTO shop."a\nb""; DROP TABLE shop.orders; --" SELECT i, i FROM generate_series(1, 5) i;
  INSERT INTO shop.odd VALUES (3);
  CREATE ROLE ${READER} LOGIN PASSWORD 'reads';
  GRANT USAGE ON SCHEMA shop, archive TO ${READER};
  GRANT SELECT ON ALL TABLES IN SCHEMA shop, archive TO ${READER};
  REVOKE SELECT ON shop.unread FROM ${READER};
  ALTER ROLE ${READER} SET search_path = shop, public, pg_catalog;`;

beforeAll(async () => {
  owner = new pg.Client({ connectionString: database.url });
  await owner.connect();
  await owner.query(SCHEMA);
});
afterAll(async () => {
  await owner.query(`DROP OWNED BY ${READER}; DROP ROLE ${READER}`);
  await owner.end();
});

async function measure(script: string): Promise<StatementImpact[]> {
  const url = new URL(database.url);
  [url.username, url.password] = [READER, "reads"];
  const session = await openReadOnlySession(url.toString(), 10_000);
  try {
    return await measureScript(session, await parsePostgres(script));
  } finally {
    await session.close();
  }
}

const whyNot = (impacts: readonly StatementImpact[]) =>
  impacts.flatMap(({ unknowns }) => unknowns.map(({ what, why }) => `${what} ${why}`)).join("\n");

describe("a statement that would be counted too low", () => {
  it("is counted in the table, not in a CTE that bears its name", async () => {
    for (const cte of [
      "orders AS (SELECT tableoid, ctid, * FROM flags WHERE false)",
      "orders AS (SELECT 1 AS id)",
    ]) {
      const [impact] = await measure(`WITH ${cte} DELETE FROM orders`);
      const count = impact?.tables.find(({ table }) => table.name === "orders")?.count;
      expect(count?.value ?? 40).toBe(40);
    }
  });

  it.each([
    [
      "changed before what it looks for",
      "UPDATE orders SET state = 'void'; DELETE FROM orders WHERE state = 'void'",
    ],
    [
      "deleted before what held it back",
      "DELETE FROM flags; DELETE FROM orders WHERE NOT EXISTS (SELECT 1 FROM flags)",
    ],
    [
      "inserted before what it takes along",
      "INSERT INTO flags VALUES (2); DELETE FROM flags WHERE id > 1",
    ],
    ["looks elsewhere from then on", "SET search_path = archive; DELETE FROM twins"],
    ["ran code before", "SELECT leave_trace(); DELETE FROM flags"],
    ["ran code by a view before", "SELECT * FROM sly; DELETE FROM flags"],
    ["committed what was prepared elsewhere", "COMMIT PREPARED 'x'; DELETE FROM flags"],
  ])("isn't given a number where a statement %s", async (_, script) => {
    const impacts = await measure(script);
    expect(impacts[1]?.tables).toEqual([]);
    expect(impacts[1]?.unknowns).not.toEqual([]);
  });

  it("counts at most so many where an earlier statement takes some of them", async () => {
    const impacts = await measure("DELETE FROM lines WHERE id < 5; DELETE FROM lines WHERE id < 9");
    expect(impacts.map(({ tables }) => tables[0]?.count)).toEqual([
      { value: 4, bound: "exact" },
      { value: 8, bound: "at_most" },
    ]);
  });

  it("isn't said to fail by rows that an earlier statement takes away", async () => {
    const impacts = await measure("DELETE FROM lines; DELETE FROM orders");
    expect(impacts.map(({ outcome }) => outcome.value)).toEqual(["will_apply", "unknown"]);
    expect((await measure("DELETE FROM orders"))[0]?.outcome.value).toBe("will_fail");
  });

  it("says that code runs by what it sets or returns", async () => {
    for (const script of [
      "UPDATE flags SET id = CASE WHEN leave_trace() THEN 1 END",
      "DELETE FROM flags RETURNING leave_trace()",
    ]) {
      const [impact] = await measure(script);
      expect(impact?.tables[0]?.count).toEqual({ value: 1, bound: "exact" });
      expect(whyNot([impact as StatementImpact])).toContain("leave_trace");
    }
  });

  it("is counted for ONLY the table that it names", async () => {
    const counts = async (script: string) =>
      (await measure(script)).flatMap(({ tables }) => tables.map(({ count }) => count.value));
    expect(await counts("TRUNCATE base")).toEqual([5]);
    expect(await counts("TRUNCATE ONLY base")).toEqual([2]);
  });

  it("isn't counted by a name that could be another table's", async () => {
    expect(whyNot(await measure("DELETE FROM twins"))).toContain("search_path");
    expect(whyNot(await measure("DELETE FROM alone"))).toContain("archive.alone");
    expect(whyNot(await measure("DROP SCHEMA nowhere CASCADE"))).toContain("nowhere");
  });
});

describe("code of the database's own isn't run for a count", () => {
  it.each([
    ["a function written as a column", "DELETE FROM orders o WHERE o.trace"],
    ["a function of a row", "DELETE FROM orders o WHERE (o).trace"],
    ["a function with a dotted name", `DELETE FROM orders WHERE "pg_catalog.lower"(state)`],
    ["a view among the sources", "DELETE FROM orders USING sly WHERE sly.id = orders.id"],
    ["a view within", "DELETE FROM orders WHERE id IN (SELECT id FROM sly)"],
    [
      "a view behind a CTE's name",
      "DELETE FROM orders WHERE id IN (WITH x AS (WITH sly AS (SELECT 1) SELECT 1) SELECT id FROM sly)",
    ],
    ["an operator", "DELETE FROM orders WHERE state =~= 1"],
    ["a qualified operator", "DELETE FROM orders WHERE state OPERATOR(shop.=~=) 1"],
    ["a domain with a built-in's name", "DELETE FROM orders WHERE state = 'x'::shop.text"],
    ["what takes the server's memory", "DELETE FROM orders WHERE repeat(state, 100000000) = 'x'"],
    [
      "a view of PostgreSQL's own",
      "DELETE FROM orders WHERE id IN (SELECT pid FROM pg_stat_activity)",
    ],
  ])("%s", async (_, script) => {
    const began = performance.now();
    const impacts = await measure(script);
    expect(impacts.flatMap(({ tables }) => tables)).toEqual([]);
    expect(whyNot(impacts)).toMatch(/isn't|view|which/);
    expect(performance.now() - began).toBeLessThan(2_400); // else it ran into the limit
  });

  it("locks nothing", async () => {
    expect(
      whyNot(await measure("DELETE FROM orders WHERE id IN (SELECT id FROM flags FOR UPDATE)")),
    ).toContain("refuses");
  });
});

describe("what can't be seen", () => {
  it.each([
    ["DELETE FROM secret", /Row security.*shop\.secret/],
    ["TRUNCATE secret CASCADE", /Row security.*shop\.secret/],
    ["DELETE FROM orders WHERE id IN (SELECT id FROM secret)", /Row security.*shop\.secret/],
    ["DELETE FROM wallets", /may not read shop\.unread/],
    ["DELETE FROM orders WHERE id = 'x'", /refuses.*22P02/],
    ["DELETE FROM orders WHERE nothing = 1", /refuses.*42703/],
    ["DELETE FROM orders WHERE 1 / (id - id) = 1", /refuses.*22012/],
  ])("is named: %s", async (script, why) => {
    const impacts = await measure(script);
    expect(impacts.flatMap(({ tables }) => tables)).toEqual([]);
    expect(whyNot(impacts)).toMatch(why);
    expect(impacts[0]?.outcome.value).toBe("unknown");
  });

  it("is named where keys that change are keys of others in turn", async () => {
    await owner.query(`CREATE TABLE shop.codes (code int PRIMARY KEY);
      CREATE TABLE shop.copies (code int UNIQUE REFERENCES shop.codes ON UPDATE CASCADE);
      CREATE TABLE shop.copies_of_copies (code int REFERENCES shop.copies (code) ON UPDATE CASCADE);
      INSERT INTO shop.codes VALUES (1); INSERT INTO shop.copies VALUES (1);
      GRANT SELECT ON ALL TABLES IN SCHEMA shop TO ${READER}; REVOKE SELECT ON shop.unread FROM ${READER}`);
    expect(whyNot(await measure("UPDATE codes SET code = 2"))).toContain("What else changes");
    expect(whyNot(await measure("UPDATE copies SET code = 2"))).toBe("");
  });

  it("names only the code that runs on what is done, also on a partition alone", async () => {
    await owner.query(`CREATE FUNCTION shop.audit() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN OLD; END';
      CREATE TRIGGER on_delete AFTER DELETE ON shop.logs_1 FOR EACH ROW EXECUTE FUNCTION shop.audit();
      CREATE TRIGGER on_update AFTER UPDATE ON shop.logs FOR EACH ROW EXECUTE FUNCTION shop.audit();
      CREATE TRIGGER on_insert AFTER INSERT ON shop.logs FOR EACH ROW EXECUTE FUNCTION shop.audit();`);
    expect(whyNot(await measure("DELETE FROM logs"))).toContain("on_delete on shop.logs_1");
    expect(whyNot(await measure("DELETE FROM logs"))).not.toMatch(/on_update|on_insert/);
    expect(whyNot(await measure("UPDATE logs SET id = 1"))).toContain("on_update");
    expect(whyNot(await measure("UPDATE logs SET id = 1"))).not.toMatch(/on_delete|on_insert/);
  });
});

describe("names that would break out of a query", () => {
  const ODD = `shop."a\nb""; DROP TABLE shop.orders; --"`;
  it.each([
    [`DELETE FROM ${ODD} WHERE "x""\n'y" > 3`, 2],
    [`DELETE FROM ${ODD} AS "q""\n;" WHERE "q""\n;".id < 3`, 2],
    [`TRUNCATE ${ODD}, shop.odd`, 5],
  ])("stay names: %j", async (script, count) => {
    const [impact] = await measure(script);
    expect(impact?.tables[0]?.count).toEqual({ value: count, bound: "exact" });
    expect(await owner.query("SELECT FROM shop.orders")).toMatchObject({ rowCount: 40 });
  });

  it("a table is called in the report as nobody could mistake it", () => {
    expect(nameOf({ schema: "shop", name: "orders" })).toBe("shop.orders");
    expect(nameOf({ schema: "shop", name: 'a.b"c' })).toBe('shop."a.b""c"');
  });
});

it("a list of 10,000 values is counted", async () => {
  const values = Array.from({ length: 10_000 }, (_, i) => i).join(",");
  const [impact] = await measure(`DELETE FROM lines WHERE id IN (${values})`);
  expect(impact?.tables[0]?.count).toEqual({ value: 20, bound: "exact" });
});

it("PostgreSQL's own names come first, whatever the role's search_path says", async () => {
  await owner.query(`CREATE TABLE shop.pg_class AS SELECT * FROM pg_catalog.pg_class LIMIT 0;
    GRANT SELECT ON shop.pg_class TO ${READER}`);
  const [impact] = await measure("DELETE FROM shop.lines");
  await owner.query("DROP TABLE shop.pg_class");
  expect(impact?.tables[0]?.count).toEqual({ value: 20, bound: "exact" });
});

it("a key over an extension's type is counted by that type's own operator", async () => {
  // Where the search path doesn't lead: `=` alone would compare as text, and find none.
  await owner.query(`CREATE SCHEMA kinds; CREATE EXTENSION citext SCHEMA kinds; GRANT USAGE ON SCHEMA kinds TO ${READER};
    CREATE TABLE shop.people (email kinds.citext PRIMARY KEY);
    CREATE TABLE shop.mails (sender kinds.citext REFERENCES shop.people ON DELETE CASCADE);
    INSERT INTO shop.people VALUES ('A@example.com'); INSERT INTO shop.mails VALUES ('a@example.com'), ('A@EXAMPLE.com');
    GRANT SELECT ON shop.people, shop.mails TO ${READER}`);
  const [impact] = await measure("DELETE FROM people");
  expect(impact?.unknowns).toEqual([]);
  expect(impact?.tables.map(({ table, count }) => [table.name, count.value])).toEqual([
    ["people", 1],
    ["mails", 2],
  ]);
});
