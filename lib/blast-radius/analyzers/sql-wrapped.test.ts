import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Declared, Findings } from "../findings";
import { analyzeSql } from "./sql";

const declare = (content: string, dialect: "postgresql" | "mysql" = "postgresql"): Declared => ({
  operationDigest: `sha-256:${"0".repeat(64)}`,
  environment: { slug: "production", kind: "production" },
  action: "sql.run",
  resource: { type: "postgresql.database", id: "shop" },
  params: {},
  artifact: { kind: "sql", dialect, content },
  claims: {},
  now: new Date("2026-11-24T14:02:11Z"),
});
const analyze = (sql: string, dialect?: "postgresql" | "mysql"): Promise<Findings> =>
  analyzeSql(declare(sql, dialect), sql);

const DESTRUCTIVE = fc.constantFrom(
  "DELETE FROM t",
  "DELETE FROM t WHERE id = 1",
  "UPDATE t SET a = 1",
  "INSERT INTO t VALUES (1) ON CONFLICT (id) DO UPDATE SET a = 1",
  "MERGE INTO t USING s ON t.id = s.id WHEN MATCHED THEN DELETE",
);
const COMMAND = fc.constantFrom(
  "DROP TABLE t CASCADE",
  "TRUNCATE t",
  "ALTER TABLE t DROP COLUMN a",
  "DROP SCHEMA s CASCADE",
);
const inCte = (sql: string) => `WITH x AS (${sql} RETURNING *) SELECT count(*) FROM x`;
const inExplain = (sql: string) => `EXPLAIN (VERBOSE, ANALYZE) ${sql}`;
const inPrepare = (sql: string) => `PREPARE p AS ${sql}; EXECUTE p`;
const inCopy = (sql: string) => `COPY (${sql} RETURNING *) TO STDOUT`;
const inDo = (sql: string) => `DO $do$ BEGIN ${sql}; END $do$`;
const inDynamic = (sql: string) => `DO $do$ BEGIN EXECUTE $x$${sql}$x$; END $do$`;
const inFunction = (sql: string) =>
  `CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $f$ BEGIN ${sql}; END $f$; SELECT f()`;
const inSqlFunction = (sql: string) =>
  `CREATE FUNCTION f() RETURNS void LANGUAGE sql AS $f$ ${sql} $f$`;
const inTransaction = (sql: string) => `BEGIN; SELECT 1; ${sql}; COMMIT`;
const afterNoise = (sql: string) => `/* ; -- */ SELECT ';' ; -- ${"'"}\n ${sql}`;
const inCase = (sql: string) =>
  sql.replace(/[A-Z]/g, (c, i: number) => (i % 2 ? c.toLowerCase() : c));

const LOSES = ["delete", "truncate", "overwrite"];
const loses = ({ effects }: Findings) => effects.some(({ kind }) => LOSES.includes(kind));

describe("wrapping hides nothing", () => {
  const anywhere = [inDo, inDynamic, inFunction, inSqlFunction, inTransaction, afterNoise, inCase];

  it("keeps a row change destructive in whatever it stands", async () => {
    await fc.assert(
      fc.asyncProperty(
        DESTRUCTIVE,
        fc.constantFrom((sql: string) => sql, inCte, inExplain, inPrepare, inCopy),
        fc.constantFrom((sql: string) => sql, ...anywhere),
        async (sql, inner, outer) => {
          expect(loses(await analyze(outer(inner(sql))))).toBe(true);
        },
      ),
      { numRuns: 150 },
    );
  }, 60_000);

  it("keeps a command destructive in whatever it stands", async () => {
    await fc.assert(
      fc.asyncProperty(COMMAND, fc.constantFrom(...anywhere), async (sql, wrap) => {
        expect(loses(await analyze(wrap(sql)))).toBe(true);
      }),
      { numRuns: 60 },
    );
  }, 60_000);
});

describe("whatever the text", () => {
  const token = fc.constantFrom(
    ..."DELETE FROM t WHERE ; ( ) ' \" $$ -- /* */ DROP TABLE CASCADE SELECT 1 , = . * :: DO BEGIN END WITH AS \0 \u202e é".split(
      " ",
    ),
  );
  const text = fc.oneof(
    fc.string({ unit: "binary", maxLength: 200 }),
    fc.array(token, { maxLength: 40 }).map((tokens) => tokens.join(" ")),
  );

  it.each(["postgresql", "mysql"] as const)(
    "%s: it is answered, and unread isn't harmless",
    async (dialect) => {
      await fc.assert(
        fc.asyncProperty(text, async (sql) => {
          const { status, effects } = await analyze(sql, dialect);
          if (status !== "read") expect(effects).toMatchObject([{ kind: "unknown" }]);
        }),
        { numRuns: 200 },
      );
    },
    60_000,
  );
});
