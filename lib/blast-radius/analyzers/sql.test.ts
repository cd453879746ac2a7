import { describe, expect, it } from "vitest";
import { BlastRadiusSchema, type BlastRadius } from "@/lib/contract/blast-radius";
import { assessBlastRadius } from "../assess";
import type { Declared } from "../findings";
import { analyzeSql, analyzeSqlOf } from "./sql";

const declare = (content: string, change: Partial<Declared> = {}): Declared => ({
  operationDigest: `sha-256:${"9f86d081".repeat(8)}`,
  environment: { slug: "production", kind: "production" },
  action: "orders.delete",
  resource: { type: "postgresql.table", id: "shop.orders" },
  params: {},
  artifact: { kind: "sql", dialect: "postgresql", content },
  claims: {},
  now: new Date("2026-11-24T14:02:11Z"),
  ...change,
});
const report = async (content: string, change: Partial<Declared> = {}): Promise<BlastRadius> =>
  BlastRadiusSchema.parse(
    await assessBlastRadius(declare(content, change), {
      inventory: async () => new Map(),
      collectors: [],
    }),
  );
const verdict = ({ claims }: BlastRadius, claim: string) =>
  claims.find((one) => one.claim === claim);

const PLAIN = "DELETE FROM shop.orders WHERE customer_id = 42";

describe("a plain DELETE", () => {
  it("says what is deleted, from which table, and that nothing brings it back", async () => {
    const found = await report(PLAIN);
    expect(found.headline).toBe(
      "Deletes rows of shop.orders where customer_id = 42; nothing shows that it can be undone.",
    );
    expect(found.effects).toMatchObject([
      { kind: "delete", by: PLAIN, target: "shop.orders", technique: "T1485", assurance: "parsed" },
    ]);
    expect(found.resources).toMatchObject([
      { id: "shop.orders", type: "postgresql.table", role: "target", stateful: true },
    ]);
    expect(found.totals.records_deleted.value).toBeNull();
    expect(found.reversibility.value).toBe("irreversible");
    expect(found.risk.level).toBe("critical");
    expect(found.status).toBe("partial");
  });

  it("is handed on, whole, to be measured", async () => {
    const { sql } = await analyzeSql(declare(PLAIN), PLAIN);
    expect(sql).toEqual({ dialect: "postgresql", text: PLAIN });
  });

  it("leaves open what only the database knows, so that a collector can answer", async () => {
    const { unknowns } = await analyzeSql(declare(PLAIN), PLAIN);
    expect(unknowns.map(({ topic }) => topic)).toEqual([
      "records",
      "dependents",
      "recovery",
      "environment",
    ]);
  });

  it("asks for the schema of a bare name", async () => {
    const { unknowns } = await analyzeSql(declare(""), "DELETE FROM orders");
    expect(unknowns.find(({ topic }) => topic === "name")?.what).toContain("orders");
  });
});

describe("several statements", () => {
  it("says the worst first, and how much more there is", async () => {
    const sql = "LOCK a; UPDATE b SET x = 1; DROP TABLE c CASCADE; TRUNCATE d; GRANT e TO f";
    const found = await report(sql);
    expect(found.headline).toContain(
      "Drops table c and everything that depends on it; empties d; overwrites values in every row of b (it has no WHERE); and 2 more effects",
    );
    expect(found.resources.find(({ role }) => role === "cascade")).toMatchObject({ id: "c/*" });
    expect(found.totals.resources).toMatchObject({ value: 5, bound: "at_least" });
  });

  it("finds the one DELETE behind a thousand harmless statements", async () => {
    const sql = `${"INSERT INTO a VALUES (1);".repeat(900)} DELETE FROM b`;
    expect((await report(sql)).effects[0]).toMatchObject({ kind: "delete", target: "b" });
  });
});

describe("a script that only reads", () => {
  it("has no effect, and contradicts an action", async () => {
    const found = await report("SELECT lower(name) FROM shop.orders");
    expect(found.effects).toEqual([]);
    expect(found.headline).toBe("Only reads: nothing that it would change was found.");
    expect(verdict(found, "action")?.verdict).toBe("contradicted");
  });
});

describe("the declaration", () => {
  it.each([
    ["shop.orders", PLAIN, "supported"],
    ["orders", PLAIN, "unverifiable"],
    ["shop.orders", "DELETE FROM orders", "unverifiable"],
    ["shop.orders", "DELETE FROM shop.users", "contradicted"],
    ["shop.orders", `${PLAIN}; DELETE FROM shop.users`, "contradicted"],
    ["shop.orders", "ALTER TABLE shop.orders DROP COLUMN a", "supported"],
    ["shop.orders", "DO $$ BEGIN EXECUTE x; END $$", "unverifiable"],
    ["shop.orders", "DELETE FROM shop.orders WHERE id = f(1)", "unverifiable"],
  ])("resource %s, SQL %s: %s", async (id, sql, expected) => {
    const found = await report(sql, { resource: { type: "postgresql.table", id } });
    expect(verdict(found, "resource")?.verdict).toBe(expected);
  });

  it("can't tell from SQL which database it runs in", async () => {
    const found = await report(PLAIN, { resource: { type: "postgresql.database", id: "shop" } });
    expect(verdict(found, "resource")?.verdict).toBe("unverifiable");
  });

  it.each([
    ["orders.delete", PLAIN, "supported"],
    ["orders.update", PLAIN, "contradicted"],
    ["orders.update", "UPDATE shop.orders SET a = 1", "supported"],
    ["orders.delete", "DELETE FROM shop.orders; GRANT ALL ON shop.orders TO u", "contradicted"],
    ["orders.delete", "DELETE FROM shop.orders WHERE f(id)", "unverifiable"],
  ])("action %s, SQL %s: %s", async (action, sql, expected) => {
    expect(verdict(await report(sql, { action }), "action")?.verdict).toBe(expected);
  });

  it("is contradicted by a value that isn't the parameter's", async () => {
    const found = await report(PLAIN, { params: { customer_id: 41 } });
    expect(verdict(found, "params")).toMatchObject({
      said: "customer_id: 41",
      verdict: "contradicted",
      because: "The SQL has another customer_id: 42.",
    });
    expect(found.status).toBe("conflicting");
    expect(verdict(await report(PLAIN, { params: { customer_id: 42 } }), "params")).toBeUndefined();
  });
});

describe("what can't be read", () => {
  it.each(["DROP TABL t", "SELECT 1;\0DROP TABLE t", "\uFEFFDELETE FROM t", "\\! rm -rf /"])(
    "%j has an unknown effect, in production a critical one",
    async (sql) => {
      const found = await report(sql);
      expect(found.status).toBe("failed");
      expect(found.effects).toMatchObject([{ kind: "unknown" }]);
      expect(found.risk.level).toBe("critical");
    },
  );

  it("says so of a dialect that nobody taught us", async () => {
    const found = await analyzeSqlOf("oracle", declare(""), "DROP TABLE t");
    expect(found.status).toBe("failed");
    expect(found.unknowns[0]?.why).toContain("oracle");
  });

  it("shows what hides in names, and never lets it reorder a sentence", async () => {
    const found = await report('DELETE FROM "or\u202Eders"');
    expect(JSON.stringify(found)).not.toContain("\u202E");
    expect(found.headline).toContain("or<U+202E>ders");
  });
});

it("reads MySQL by its own parser", async () => {
  const content = "DELETE FROM shop.orders WHERE id = 1";
  const artifact = { kind: "sql", dialect: "mysql", content } as const;
  const found = await report(content, {
    artifact,
    resource: { type: "mysql.table", id: "shop.orders" },
  });
  expect(found.resources[0]).toMatchObject({ type: "mysql.table", id: "shop.orders" });
  expect(verdict(found, "resource")?.verdict).toBe("supported");
});
