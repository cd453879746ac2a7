import fc from "fast-check";
import { parse } from "graphql";
import { describe, expect, it } from "vitest";
import { parseMysql, parsePostgres } from "../sql/parse";
import { layOut, LAYOUT_CHARS_MAX } from "./lay-out";

const shown = (kind: string, content: string, dialect: string | null = null) =>
  layOut({ kind, dialect, content, sha256: null, redacted: false });

const withoutSpaces = (text: string) => text.replaceAll(/\s+/g, "");

/** A script of these pieces: some are statements, many aren't, and all could trip a formatter. */
const SQL = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        "select a, b from t where x = 1 and y in (select z from u)",
        "delete from public.customers c using orders o where o.customer = c.id returning c.id",
        "with gone as (delete from a returning id) insert into b select * from gone",
        "truncate a, b cascade",
        "update t set a = case when b then 1 else 2 end where c is not null",
        "do $$ begin delete from x; end $$",
        "select 'a  b;\n-- c' as \"d  e\", $q$ f  g $q$",
        "create table a (b int references c on delete cascade, d text default 'e  f')",
      ),
      fc.constantFrom(
        ";",
        "-- a  comment\n",
        "/* another;\n one */",
        " ",
        "\n\n",
        "(",
        "'",
        "#x\n",
      ),
    ),
    { minLength: 1, maxLength: 8 },
  )
  .map((parts) => parts.join(" "));

const PLACE = /^(location|stmt_location|stmt_len|list_start|list_end|rexpr_list_\w+)$/;
const meaning = (tree: unknown) =>
  JSON.parse(JSON.stringify(tree, (name, value) => (PLACE.test(name) ? undefined : value)));

describe("an artifact laid out for reading", () => {
  it.each([
    ["postgresql", parsePostgres],
    ["mysql", parseMysql],
  ] as const)(
    "reads the same to the parser of %s, comments included, or is the exact text",
    async (dialect, read) => {
      let laidOut = 0;
      await fc.assert(
        fc.asyncProperty(SQL, async (sql) => {
          const view = await shown("sql", sql, dialect);
          expect(withoutSpaces(view.text)).toBe(withoutSpaces(sql));
          if (!view.laid_out) {
            expect(view.text).toBe(sql);
            return;
          }
          laidOut++;
          expect(meaning(await read(view.text))).toEqual(meaning(await read(sql)));
        }),
        {
          numRuns: 150,
          examples: [[`delete from t /* c  c */ where a in (${"1, ".repeat(30)} 2)`]],
        },
      );
      expect(laidOut).toBeGreaterThan(0);
    },
    60_000,
  );

  it("puts each clause of SQL on a line of its own, and keeps what comments say", async () => {
    const sql =
      "delete from public.customers c using public.orders o where o.customer = c.id -- only the old\n and o.at < '2020-01-01'";
    expect((await shown("sql", sql, "postgresql")).text).toBe(
      `delete from public.customers c using public.orders o
where
  o.customer = c.id -- only the old
  and o.at < '2020-01-01'`,
    );
  });

  it("is the exact text of SQL that holds what MySQL runs and others skip", async () => {
    const sql = `select a from t where b = 1 and c = 2 ${" ".repeat(60)} /*! union select d from e */`;
    expect(await shown("sql", sql, "mysql")).toMatchObject({ text: sql, laid_out: false });
  });

  it("gives up on what nests to exhaust a formatter", async () => {
    const sql = `select ${"(".repeat(1000)}1${")".repeat(1000)}`;
    const began = performance.now();
    expect(await shown("sql", sql, "postgresql")).toMatchObject({ text: sql, laid_out: false });
    expect(performance.now() - began).toBeLessThan(2000);
  });

  const name = fc.constantFrom("a", "volumeDelete", "type", "on", "query");
  const value = fc.constantFrom(
    '"x"',
    '"a\\u202eb  c"',
    '"""b\n  c"""',
    "1.50",
    "$v",
    "[1,2]",
    "{a:1}",
  );
  const field = fc
    .record({
      alias: fc.option(name),
      name,
      values: fc.array(fc.tuple(name, value), { maxLength: 3 }),
    })
    .map(({ alias, name: own, values }) => {
      const given = values.map(([key, one]) => `${key}:${one}`).join(",");
      return `${alias === null ? "" : `${alias}:`}${own}${given ? `(${given})` : ""}`;
    });

  it("has the same syntax tree in GraphQL, or is the exact text", () =>
    fc.assert(
      fc.asyncProperty(fc.array(field, { minLength: 1, maxLength: 5 }), async (fields) => {
        const document = `mutation{${fields.join(" ")}}`;
        const view = await shown("graphql", document);
        const read = (text: string) => parse(text, { noLocation: true });
        expect(view.laid_out).toBe(true);
        expect(read(view.text)).toEqual(read(document));
      }),
    ));

  it("is the exact text of GraphQL with a comment, which printing would drop", async () => {
    const document = "mutation { # of staging\n volumeDelete(volumeId: 1) }";
    expect(await shown("graphql", document)).toMatchObject({ text: document, laid_out: false });
  });

  it("spells every name, number and string of JSON as it was, and drops none", async () => {
    const body = '{"a":12345678901234567890,"a":1.0,"b":"{ \\u0041 , }","c":[],"d":[1,{"e": { }}]}';
    for (const [kind, content] of [
      ["terraform_plan", body],
      ["kubernetes", body],
      ["http", body],
      ["http", `DELETE /v1/a HTTP/1.1\nHost: api.example.com\n\n${body}`],
    ] as const) {
      const view = await shown(kind, content);
      expect(view.laid_out).toBe(true);
      expect(withoutSpaces(view.text)).toBe(withoutSpaces(content));
      expect(view.text).toContain(
        '\n  "a": 12345678901234567890,\n  "a": 1.0,\n  "b": "{ \\u0041 , }"',
      );
    }
  });

  it("says the same in any JSON", () =>
    fc.assert(
      fc.asyncProperty(fc.json(), async (text) => {
        const view = await shown("terraform_plan", text);
        expect(JSON.parse(view.text)).toEqual(JSON.parse(text));
      }),
    ));

  it.each(["\u202e", "\u200b", "\r", "\u00a0", "\u0000", "\u{e0041}"])(
    "is the exact text where %j hides in it, whatever its kind",
    async (hidden) => {
      for (const [kind, content] of [
        ["graphql", `mutation{a(b:"${hidden}")}`],
        ["terraform_plan", `{"a":"${hidden}"}`],
        ["http", `POST /a\nhost: b\n\n{"a":"${hidden}"}`],
        ["sql", `delete from a where b = '${hidden}' and ${"c = 1 and ".repeat(9)} d = 2`],
      ] as const)
        expect(await shown(kind, content, "postgresql")).toMatchObject({
          text: content,
          laid_out: false,
        });
    },
  );

  it.each(["shell", "kubernetes"])("keeps the lines of %s as they were written", async (kind) => {
    const content = "a: |\n  b \\\n    c\n\td";
    expect(await shown(kind, content)).toMatchObject({ text: content, laid_out: false });
  });

  it("is the exact text of what is longer than anyone lays out", async () => {
    const content = `{"a":"${"x".repeat(LAYOUT_CHARS_MAX)}"}`;
    expect(await shown("terraform_plan", content)).toMatchObject({ laid_out: false });
  });
});
