import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openReadOnlySession } from "@/lib/data/read-only-session";
import { testDatabase } from "@/test/database";
import { parsePostgres } from "../../sql/parse";
import { nameOf } from "./catalog";
import { measureScript } from "./measure";

const database = testDatabase();
let owner: pg.Client;

const SCHEMA = `
  CREATE SCHEMA shop; CREATE SCHEMA "Odd Schema";
  SET search_path = shop, public;
  CREATE TABLE customers (id int PRIMARY KEY, email text UNIQUE, region text, referrer int REFERENCES customers ON DELETE SET NULL);
  CREATE TABLE orders (id int PRIMARY KEY, customer int NOT NULL REFERENCES customers ON DELETE CASCADE, state text, placed date, total numeric);
  CREATE TABLE order_lines (order_id int REFERENCES orders ON DELETE CASCADE, line int, product int, PRIMARY KEY (order_id, line));
  CREATE TABLE shipments (id int PRIMARY KEY, order_id int, line int, FOREIGN KEY (order_id, line) REFERENCES order_lines ON DELETE CASCADE);
  CREATE TABLE notes (id int PRIMARY KEY, customer int REFERENCES customers ON DELETE CASCADE, order_id int REFERENCES orders ON DELETE CASCADE);
  CREATE TABLE tickets (id int PRIMARY KEY, customer int REFERENCES customers ON DELETE SET NULL, assignee int DEFAULT 1 REFERENCES customers ON DELETE SET DEFAULT);
  CREATE TABLE invoices (id int PRIMARY KEY, customer_email text REFERENCES customers (email) ON DELETE RESTRICT ON UPDATE CASCADE);
  CREATE TABLE ledger (id int PRIMARY KEY, invoice int REFERENCES invoices, late int REFERENCES invoices DEFERRABLE INITIALLY DEFERRED);
  CREATE TABLE folders (id int PRIMARY KEY, parent int REFERENCES folders ON DELETE CASCADE, kind text);
  CREATE TABLE files (id int PRIMARY KEY, folder int REFERENCES folders ON DELETE CASCADE, size int);
  CREATE TABLE ring_a (id int PRIMARY KEY, b int);
  CREATE TABLE ring_b (id int PRIMARY KEY, c int);
  CREATE TABLE ring_c (id int PRIMARY KEY, a int REFERENCES ring_a ON DELETE CASCADE);
  ALTER TABLE ring_a ADD FOREIGN KEY (b) REFERENCES ring_b ON DELETE CASCADE;
  ALTER TABLE ring_b ADD FOREIGN KEY (c) REFERENCES ring_c ON DELETE CASCADE;
  CREATE TABLE ring_leaf (id int PRIMARY KEY, b int REFERENCES ring_b ON DELETE CASCADE);
  CREATE TABLE events (id int, at date NOT NULL, kind text, PRIMARY KEY (id, at)) PARTITION BY RANGE (at);
  CREATE TABLE events_old PARTITION OF events FOR VALUES FROM ('2020-01-01') TO ('2025-01-01');
  CREATE TABLE events_new PARTITION OF events FOR VALUES FROM ('2025-01-01') TO ('2030-01-01');
  CREATE TABLE event_tags (event int, at date, tag text, FOREIGN KEY (event, at) REFERENCES events ON DELETE CASCADE);
  CREATE TABLE parents (id int PRIMARY KEY, v int);
  CREATE TABLE children (extra int) INHERITS (parents);
  CREATE TABLE "Odd Schema"."Weird ""Table""" ("Id" int PRIMARY KEY, "select" text);
  CREATE TABLE "Odd Schema".refs (id int REFERENCES "Odd Schema"."Weird ""Table""" ON DELETE CASCADE);
  CREATE VIEW recent AS SELECT * FROM orders WHERE state = 'new';
  CREATE FUNCTION meddle(int) RETURNS boolean LANGUAGE sql VOLATILE AS 'SELECT true';
  INSERT INTO customers SELECT i, 'c' || i || '@example.com', CASE WHEN i % 3 = 0 THEN 'eu' ELSE 'us' END, NULLIF(i / 2, 0) FROM generate_series(1, 60) i;
  INSERT INTO orders SELECT i, 1 + i % 60, CASE WHEN i % 4 = 0 THEN 'new' ELSE 'done' END, date '2025-01-01' + i, i FROM generate_series(1, 300) i;
  INSERT INTO order_lines SELECT i, l, i % 7 FROM generate_series(1, 300) i, generate_series(1, 3) l;
  INSERT INTO shipments SELECT i, 1 + i % 300, 1 + i % 3 FROM generate_series(1, 400) i;
  INSERT INTO notes SELECT i, CASE WHEN i % 5 <> 0 THEN 1 + i % 60 END, CASE WHEN i % 2 = 0 THEN 1 + (i * 7) % 300 END FROM generate_series(1, 200) i;
  INSERT INTO tickets SELECT i, 1 + i % 60, CASE WHEN i % 3 = 0 THEN 2 + i % 58 END FROM generate_series(1, 90) i;
  INSERT INTO invoices SELECT i, 'c' || i || '@example.com' FROM generate_series(50, 55) i;
  INSERT INTO ledger VALUES (1, 50, NULL), (2, NULL, 51);
  INSERT INTO folders SELECT i, NULLIF(i / 3, 0), CASE WHEN i % 2 = 0 THEN 'even' ELSE 'odd' END FROM generate_series(1, 120) i;
  INSERT INTO files SELECT i, 1 + i % 120, i FROM generate_series(1, 500) i;
  INSERT INTO ring_b SELECT i, NULL FROM generate_series(1, 20) i;
  INSERT INTO ring_a SELECT i, i FROM generate_series(1, 20) i;
  INSERT INTO ring_c SELECT i, i FROM generate_series(1, 20) i;
  UPDATE ring_b SET c = CASE WHEN id > 5 THEN id - 1 END;
  INSERT INTO ring_leaf SELECT i, 1 + i % 20 FROM generate_series(1, 50) i;
  INSERT INTO events SELECT i, date '2023-01-01' + i * 10, CASE WHEN i % 2 = 0 THEN 'x' ELSE 'y' END FROM generate_series(1, 150) i;
  INSERT INTO event_tags SELECT id, at, 't' FROM events, generate_series(1, 2);
  INSERT INTO parents SELECT i, i FROM generate_series(1, 30) i;
  INSERT INTO children SELECT i, i, i FROM generate_series(31, 70) i;
  INSERT INTO "Odd Schema"."Weird ""Table""" SELECT i, 'v' || i FROM generate_series(1, 25) i;
  INSERT INTO "Odd Schema".refs SELECT 1 + i % 25 FROM generate_series(1, 75) i;
  ANALYZE;`;

beforeAll(async () => {
  owner = new pg.Client({ connectionString: database.url });
  await owner.connect();
  await owner.query(SCHEMA);
  await owner.query(
    `DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET search_path = shop, public', current_database()); END $$`,
  );
});
afterAll(async () => {
  await owner.end();
});

/** In a session of its own, which is over before anything is executed: it holds locks, as any reader. */
async function measure(script: string) {
  const session = await openReadOnlySession(database.url, 60_000);
  try {
    return await measureScript(session, await parsePostgres(script));
  } finally {
    await session.close();
  }
}

type Rows = Record<string, { deleted: number; modified: number }>;

/** What really happens: executed, read off PostgreSQL's own counters, and rolled back. The oracle. */
async function executed(statement: string): Promise<Rows | "fails"> {
  await owner.query("BEGIN");
  try {
    const before = await counters();
    await owner.query(statement);
    await owner.query("SET CONSTRAINTS ALL IMMEDIATE");
    const after = await counters();
    const rows: Rows = {};
    for (const [table, now] of Object.entries(after)) {
      const was = before[table] ?? { deleted: 0, modified: 0 };
      const deleted = now.deleted - was.deleted;
      const modified = now.modified - was.modified;
      if (deleted + modified > 0) rows[table] = { deleted, modified };
    }
    return rows;
  } catch (error) {
    if (error instanceof pg.DatabaseError && /^23|^21000$/.test(error.code ?? "")) return "fails";
    throw error;
  } finally {
    await owner.query("ROLLBACK");
  }
}

/** By the topmost partitioned or inherited table, as the measurement names it. */
async function counters(): Promise<Rows> {
  const { rows } = await owner.query<{
    schema: string;
    name: string;
    deleted: number;
    modified: number;
  }>(
    `SELECT schemaname AS schema, relname AS name, n_tup_del::int AS deleted, n_tup_upd::int AS modified
     FROM pg_stat_xact_user_tables`,
  );
  return Object.fromEntries(
    rows.map(({ schema, name, ...counts }) => [nameOf({ schema, name }), counts]),
  );
}

const PARTS: Record<string, string> = {
  "shop.events_old": "shop.events",
  "shop.events_new": "shop.events",
  "shop.children": "shop.parents",
};
const folded = (rows: Rows): Rows => {
  const sum: Rows = {};
  for (const [name, { deleted, modified }] of Object.entries(rows)) {
    const whole = (sum[PARTS[name] ?? name] ??= { deleted: 0, modified: 0 });
    whole.deleted += deleted;
    whole.modified += modified;
  }
  return sum;
};

async function predicted(statement: string): Promise<Rows | "fails"> {
  const impacts = await measure(statement);
  const rows: Rows = {};
  for (const { tables, outcome, unknowns } of impacts) {
    if (outcome.value === "will_fail") return "fails";
    expect(unknowns, statement).toEqual([]);
    for (const { table, action, count } of tables) {
      expect(count.bound, statement).toBe("exact");
      const whole = (rows[nameOf(table)] ??= { deleted: 0, modified: 0 });
      if (action === "delete") whole.deleted += count.value ?? 0;
      else whole.modified += count.value ?? 0;
    }
  }
  return folded(
    Object.fromEntries(
      Object.entries(rows).filter(([, { deleted, modified }]) => deleted + modified > 0),
    ),
  );
}

const SHAPES = [
  "MERGE INTO orders o USING customers c ON o.customer = c.id WHEN MATCHED THEN DELETE",
  "MERGE INTO orders o USING customers c ON o.customer = c.id WHEN MATCHED AND c.region = 'eu' THEN DELETE",
  "MERGE INTO orders o USING customers c ON o.customer = c.id WHEN MATCHED AND c.region = 'eu' THEN DO NOTHING WHEN MATCHED AND o.id < 100 THEN DELETE",
  "MERGE INTO orders AS o USING (SELECT id, NULLIF(id % 3, 0) AS third FROM customers) c ON o.customer = c.id WHEN MATCHED AND c.third = 1 THEN DO NOTHING WHEN MATCHED THEN UPDATE SET state = 'seen'",
  "MERGE INTO customers USING (VALUES (3), (9), (500)) AS s (id) ON customers.id = s.id WHEN MATCHED THEN DELETE WHEN NOT MATCHED THEN INSERT (id) VALUES (s.id)",
  "MERGE INTO order_lines l USING (SELECT id FROM orders WHERE state = 'new') o ON l.order_id = o.id WHEN MATCHED AND l.line = 1 THEN DELETE WHEN MATCHED AND l.line = 2 THEN UPDATE SET product = 0 WHEN NOT MATCHED THEN DO NOTHING",
  "MERGE INTO orders o USING customers c ON o.customer = c.id WHEN MATCHED AND o.id < 10 THEN DELETE WHEN MATCHED AND o.id > 290 THEN DELETE WHEN MATCHED AND o.id > 280 THEN UPDATE SET state = 'x'",
  "WITH eu AS (SELECT id FROM customers WHERE region = 'eu') MERGE INTO orders o USING eu ON o.customer = eu.id WHEN MATCHED THEN UPDATE SET total = 0",
  "MERGE INTO orders o USING order_lines l ON o.id = l.order_id WHEN MATCHED THEN DELETE",
  "MERGE INTO orders o USING order_lines l ON o.id = l.order_id AND l.line = 1 WHEN MATCHED THEN DELETE",
  "MERGE INTO invoices i USING (VALUES (50), (55)) s (id) ON i.id = s.id WHEN MATCHED THEN DELETE",
  "MERGE INTO events e USING (VALUES ('x')) s (kind) ON e.kind = s.kind WHEN MATCHED AND e.id < 40 THEN DELETE",
  "DELETE FROM notes",
  "DELETE FROM notes WHERE id > 150",
  "DELETE FROM shop.notes n WHERE n.customer IS NULL",
  "DELETE FROM orders WHERE state = 'new'",
  "DELETE FROM orders WHERE total BETWEEN 10 AND 20 OR state IN ('none')",
  "DELETE FROM orders WHERE false",
  "DELETE FROM orders o WHERE EXISTS (SELECT 1 FROM customers c WHERE c.id = o.customer AND c.region = 'eu')",
  "DELETE FROM orders USING customers WHERE orders.customer = customers.id AND customers.region = 'us' AND orders.id < 40",
  "DELETE FROM orders AS o USING customers c, order_lines l WHERE o.customer = c.id AND l.order_id = o.id AND l.product = 3",
  "WITH old AS (SELECT id FROM orders WHERE placed < date '2025-03-01') DELETE FROM orders WHERE id IN (SELECT id FROM old)",
  "DELETE FROM orders WHERE id = ANY (ARRAY[1, 2, 3])",
  "DELETE FROM orders WHERE placed < now() - interval '1 day' AND id % 10 = 0",
  "DELETE FROM orders WHERE id IN (SELECT order_id FROM order_lines GROUP BY order_id HAVING count(*) > 2 AND min(product) = 0)",
  "DELETE FROM order_lines WHERE line = 2",
  "DELETE FROM order_lines WHERE (order_id, line) IN (VALUES (1, 1), (2, 3))",
  "DELETE FROM shipments WHERE order_id IS NULL",
  "DELETE FROM customers WHERE id = 7",
  "DELETE FROM customers WHERE id IN (3, 9, 27)",
  "DELETE FROM customers WHERE region = 'eu' AND id < 50",
  "DELETE FROM customers WHERE id = 50",
  "DELETE FROM customers",
  "DELETE FROM invoices WHERE id = 50",
  "DELETE FROM invoices WHERE id = 51",
  "DELETE FROM invoices WHERE id = 55",
  "DELETE FROM folders WHERE id = 1",
  "DELETE FROM folders WHERE id IN (2, 5, 17)",
  "DELETE FROM folders WHERE kind = 'odd'",
  "DELETE FROM folders WHERE parent = 4 RETURNING id",
  "DELETE FROM ring_a WHERE id = 3",
  "DELETE FROM ring_a WHERE id = 12",
  "DELETE FROM ring_b WHERE id IN (8, 19)",
  "DELETE FROM ring_c",
  "DELETE FROM events WHERE kind = 'x'",
  "DELETE FROM events_old WHERE id < 30",
  "DELETE FROM events WHERE at >= date '2025-06-01'",
  "DELETE FROM parents WHERE v > 20",
  "DELETE FROM ONLY parents WHERE v > 20",
  "DELETE FROM children",
  `DELETE FROM "Odd Schema"."Weird ""Table""" WHERE "select" LIKE 'v1%'`,
  `DELETE FROM "Odd Schema"."Weird ""Table""" AS "T" WHERE "T"."Id" > 20`,
  "UPDATE orders SET state = 'void' WHERE state = 'new'",
  "UPDATE orders SET total = total * 2",
  "UPDATE orders o SET state = c.region FROM customers c WHERE c.id = o.customer AND c.region = 'eu'",
  "UPDATE customers SET region = 'x' WHERE email LIKE '%1@%'",
  "UPDATE parents SET v = 0 WHERE id > 25",
  "UPDATE tickets SET assignee = DEFAULT WHERE id IN (SELECT id FROM tickets ORDER BY id LIMIT 7)",
  "DELETE FROM notes WHERE id <= 10; UPDATE tickets SET customer = NULL WHERE id = 1",
  "BEGIN; DELETE FROM files WHERE size > 400; COMMIT",
  "SELECT count(*) FROM orders",
];

describe("the rows of each table that a statement hits", () => {
  it.each(SHAPES)("are those that it hits when it is executed: %s", async (statement) => {
    const script = statement.replace(/^BEGIN; | COMMIT$/g, "");
    expect(await predicted(statement)).toEqual(
      await executed(script).then((rows) => (rows === "fails" ? rows : folded(rows))),
    );
  });

  it("are written down as a tree: each below what it hangs on", async () => {
    const [impact] = await measure("DELETE FROM customers WHERE id = 7");
    const lines = impact?.tables.map(({ table, depth, via }) => `${depth} ${table.name} ${via}`);
    expect(lines).toEqual([
      "0 customers null",
      "1 customers customers_referrer_fkey",
      "1 tickets tickets_assignee_fkey, tickets_customer_fkey",
      "1 notes notes_customer_fkey",
      "1 orders orders_customer_fkey",
      "2 order_lines order_lines_order_id_fkey",
      "3 shipments shipments_order_id_line_fkey",
    ]);
  });

  it("counts whole tables that TRUNCATE empties, with all that refer to them", async () => {
    const [impact] = await measure("TRUNCATE customers CASCADE");
    const counts = Object.fromEntries(
      impact?.tables.map(({ table, count }) => [nameOf(table), count.value]) ?? [],
    );
    expect(counts).toEqual({
      "shop.customers": 60,
      "shop.orders": 300,
      "shop.order_lines": 900,
      "shop.shipments": 400,
      "shop.notes": 200,
      "shop.tickets": 90,
      "shop.invoices": 6,
      "shop.ledger": 2,
    });
    await owner.query("BEGIN");
    await owner.query("TRUNCATE customers CASCADE");
    for (const name of Object.keys(counts)) {
      const { rows } = await owner.query<{ n: number }>(`SELECT count(*)::int AS n FROM ${name}`);
      expect(rows[0]?.n, name).toBe(0);
    }
    await owner.query("ROLLBACK");
  });

  it.each([
    ["TRUNCATE customers", "fails"],
    ["DROP TABLE customers", "fails"],
    ["DROP TABLE orders", "fails"],
    ["DROP TABLE files", "applies"],
    ["DROP TABLE customers, orders, notes, tickets, invoices CASCADE", "applies"],
    ["DROP SCHEMA shop CASCADE", "applies"],
  ])("%s: %s, as when it is executed", async (statement, said) => {
    const impacts = await measure(statement);
    expect(impacts[0]?.outcome.value).toBe(said === "fails" ? "will_fail" : "will_apply");
    await owner.query("BEGIN");
    const really = await owner.query(statement).then(
      () => "applies",
      () => "fails",
    );
    await owner.query("ROLLBACK");
    expect(really).toBe(said);
  });
});

describe("what isn't run for a count", () => {
  it.each([
    ["DELETE FROM orders WHERE shop.meddle(id)", "meddle"],
    ["DELETE FROM orders WHERE meddle(id)", "meddle"],
    ["DELETE FROM orders WHERE pg_sleep(60) IS NULL", "pg_sleep"],
    ["DELETE FROM orders WHERE random() < 0.5", "random"],
    ["DELETE FROM orders WHERE id = $1", "parameters"],
    ["DELETE FROM recent", "view"],
    ["DELETE FROM orders USING generate_series(1, 9) g WHERE g = id", "function"],
    ["DELETE FROM nowhere", "no "],
    [
      "WITH d AS (DELETE FROM notes RETURNING id) DELETE FROM orders WHERE id IN (SELECT id FROM d)",
      "within",
    ],
    [
      "MERGE INTO orders o USING customers c ON o.customer = c.id WHEN NOT MATCHED BY SOURCE THEN DELETE",
      "nothing matches",
    ],
    [
      "MERGE INTO orders o USING customers c ON o.customer = c.id AND meddle(c.id) WHEN MATCHED THEN DELETE",
      "meddle",
    ],
    [
      "MERGE INTO folders f USING (VALUES (4, true), (5, false)) s (id, gone) ON f.id = s.id WHEN MATCHED AND s.gone THEN DELETE WHEN MATCHED THEN UPDATE SET kind = 'x'",
      "same table",
    ],
    [
      "INSERT INTO orders VALUES (1, 1) ON CONFLICT (id) DO UPDATE SET state = 'new'",
      "ON CONFLICT",
    ],
  ])("%s is an unknown", async (statement, why) => {
    const impacts = await measure(statement);
    const unknowns = impacts.flatMap((impact) => impact.unknowns);
    expect(unknowns.map((unknown) => unknown.why).join(" ")).toContain(why);
    expect(impacts.flatMap((impact) => impact.tables)).toEqual([]);
  });

  it.each([
    [
      "by what it returns",
      "MERGE INTO orders o USING customers c ON o.customer = c.id AND o.id < 9 WHEN MATCHED THEN DELETE RETURNING meddle(o.id)",
      "What does meddle do?",
    ],
    [
      "by what it inserts, where it only inserts",
      "MERGE INTO folders f USING (SELECT id FROM customers WHERE meddle(id)) s ON f.id = s.id + 900 WHEN NOT MATCHED THEN INSERT (id) VALUES (s.id + 900)",
      "What does meddle do?",
    ],
    [
      "by a trigger of the partition that it inserts into",
      "MERGE INTO events e USING (VALUES (900)) s (id) ON e.id = s.id WHEN NOT MATCHED THEN INSERT (id, at) VALUES (s.id, '2021-01-01')",
      "What does the trigger on_part on shop.events_old do?",
    ],
  ])("code that a MERGE runs %s is named", async (_, statement, what) => {
    await owner.query(`CREATE FUNCTION shop.nothing() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
      CREATE TRIGGER on_part BEFORE INSERT ON shop.events_old FOR EACH ROW EXECUTE FUNCTION shop.nothing()`);
    const impacts = await measure(statement);
    await owner.query("DROP FUNCTION shop.nothing CASCADE");
    expect(impacts.flatMap(({ unknowns }) => unknowns).map((open) => open.what)).toContain(what);
  });

  it("nothing is counted by a table that a MERGE has filled before", async () => {
    const [, after] = await measure(
      `MERGE INTO files f USING orders o ON f.id = o.id + 9000 WHEN NOT MATCHED THEN INSERT (id) VALUES (o.id + 9000);
       DELETE FROM orders WHERE id IN (SELECT id - 9000 FROM files)`,
    );
    expect(after?.tables).toEqual([]);
    expect(after?.unknowns[0]?.why).toContain("An earlier statement changes");
  });

  it("of a database that is dropped, the server says its size and whether it is this one", async () => {
    const { rows } = await owner.query<{ name: string }>("SELECT current_database() AS name");
    const here = rows[0]?.name ?? "";
    const why = async (name: string) =>
      (await measure(`DROP DATABASE "${name}"`)).flatMap(({ unknowns }) => unknowns)[0]?.why ?? "";
    expect(await why(here)).toMatch(
      new RegExp(`^${here} goes whole.*the very database.*it holds \\d{6,} bytes`),
    );
    expect(await why("postgres")).toMatch(/another database of the server/);
    expect(await why("no'where")).toBe(
      "There is no database no'where on the server that was looked at.",
    );
  });

  it("a trigger's code is named as what isn't counted", async () => {
    await owner.query(`CREATE FUNCTION shop.audit() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN OLD; END';
      CREATE TRIGGER after_it AFTER DELETE ON shop.files EXECUTE FUNCTION shop.audit()`);
    const [impact] = await measure("DELETE FROM folders WHERE id = 1");
    await owner.query("DROP TRIGGER after_it ON shop.files");
    expect(impact?.unknowns.map(({ what }) => what)).toEqual([
      "What does the trigger after_it on shop.files do?",
    ]);
  });

  it("can't write, whatever it is asked", async () => {
    const session = await openReadOnlySession(database.url, 60_000);
    await expect(session.query("DELETE FROM shop.files")).rejects.toMatchObject({ code: "25006" });
    await session.close();
  });
});
