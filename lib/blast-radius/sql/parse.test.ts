import { describe, expect, it } from "vitest";
import { SqlParseError } from "./parse-error";
import { parsePlpgsql, parsePostgres } from "./parse";

const codeOf = (sql: string, msMax?: number) =>
  parsePostgres(sql, msMax).then(
    () => "read",
    (error: unknown) => (error instanceof SqlParseError ? error.code : String(error)),
  );

describe("PostgreSQL's parser in its thread", () => {
  it("gives PostgreSQL's own tree", async () => {
    const { stmts } = await parsePostgres("DELETE FROM orders; SELECT 1");
    expect(stmts?.map(({ stmt }) => Object.keys(stmt ?? {}))).toEqual([
      ["DeleteStmt"],
      ["SelectStmt"],
    ]);
  });

  it("gives the statements of a PL/pgSQL body", async () => {
    const tree = JSON.stringify(await parsePlpgsql("DO $$ BEGIN DELETE FROM t; END $$"));
    expect(tree).toContain("DELETE FROM t");
  });

  it.each([
    ["nul", "SELECT 1;\0DROP TABLE t"],
    ["not_unicode", "SELECT '\ud800'"],
    ["byte_order_mark", "\uFEFFSELECT 1"],
    ["empty", " \n"],
    ["too_large", `SELECT '${"x".repeat(1024 * 1024)}'`],
    ["too_large", `SELECT ${"é,".repeat(400_000)}1`],
    ["syntax", "DROP TABL t"],
    ["syntax", "\\! rm -rf /"],
    ["too_many_statements", "SELECT 1;".repeat(1_001)],
    ["too_deep", `SELECT ${"(".repeat(10_000)}1${")".repeat(10_000)}`],
    ["too_deep", `SELECT ${"NOT ".repeat(10_000)}true`],
    ["too_deep", `SELECT ${"1+".repeat(40_000)}1`],
    ["too_deep", `SELECT ${"(SELECT ".repeat(1_000)}1${")".repeat(1_000)}`],
  ])("says %s of what it can't read, and reads the next", async (code, sql) => {
    expect(await codeOf(sql, 10_000)).toBe(code);
    expect(await codeOf("SELECT 1", 10_000)).toBe("read");
  });

  it.each([
    ["too_many_statements", "DELETE FROM t;".repeat(1_001)],
    ["too_large", `SELECT ${"1,".repeat(50_000)}1`],
    ["too_large", `DELETE FROM t WHERE ${"a = 1 AND ".repeat(25_000)}true`],
  ])("says %s of what needs no parser to tell", async (code, sql) => {
    expect(await codeOf(sql, 0)).toBe(code);
  });

  it("says so of a body of code that is longer than any", async () => {
    const body = `DO $$ BEGIN ${"a := 1;".repeat(20_000)} END $$`;
    await expect(parsePlpgsql(body, 0)).rejects.toMatchObject({ code: "too_large" });
  });

  it("says where the syntax is wrong, and quotes nothing", async () => {
    await expect(parsePostgres("SELECT 'é';\nDROP secret t")).rejects.toThrow(
      "PostgreSQL's parser refuses it (line 2, column 6).",
    );
  });

  it("stops at the time limit, also for who waits behind", async () => {
    const slow = `SELECT * FROM t WHERE ${"a = 1 AND ".repeat(24_000)}true`;
    const codes = await Promise.all([codeOf(slow, 50), codeOf("SELECT 1", 10_000)]);
    expect(codes).toEqual(["timeout", "read"]);
  });

  it("refuses a queue that grows too long", async () => {
    const codes = await Promise.all(Array.from({ length: 80 }, () => codeOf("SELECT 1", 10_000)));
    expect(codes.slice(0, 64).every((code) => code === "read")).toBe(true);
    expect(codes.slice(64).every((code) => code === "busy")).toBe(true);
  });
});
