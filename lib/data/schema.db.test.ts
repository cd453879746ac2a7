import fs from "node:fs";
import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { testDatabase } from "@/test/database";
import { readPrismaSchema } from "@/test/prisma-schema";

const database = testDatabase();
let client: pg.Client;
beforeAll(async () => {
  client = new pg.Client({ connectionString: database.url });
  await client.connect();
});
afterAll(() => client.end());

const declared = readPrismaSchema(fs.readFileSync("prisma/schema.prisma", "utf8"));
const OURS = `c.relnamespace = 'public'::regnamespace AND c.relname <> '_prisma_migrations'`;

/** What the migrations made, table by table; each line in the words of readPrismaSchema. */
async function catalog(query: string): Promise<Map<string, string[]>> {
  const { rows } = await client.query<{ relation: string; line: string }>(query);
  const tables = new Map<string, string[]>();
  for (const { relation, line } of rows)
    tables.set(relation, [...(tables.get(relation) ?? []), line].toSorted());
  return tables;
}

const said = (part: "columns" | "indexes" | "references") =>
  new Map(
    [...declared].flatMap(([name, shape]) =>
      shape[part].length > 0 ? [[name, shape[part]]] : [],
    ) as [string, string[]][],
  );

test("schema.prisma has exactly the columns of the migrated database: types, nullability, defaults", async () => {
  const made = await catalog(`
    SELECT c.relname AS relation, concat_ws(' ', a.attname, format_type(a.atttypid, NULL),
      CASE WHEN a.attnotnull THEN 'not null' ELSE 'null' END,
      CASE WHEN a.atthasdef OR a.attidentity <> '' THEN 'default' END) AS line
    FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
    WHERE c.relkind = 'r' AND ${OURS}`);
  expect(made.size).toBeGreaterThan(15);
  expect(said("columns")).toEqual(made);
});

test("schema.prisma has exactly its primary keys, unique keys and indexes, but for partial ones", async () => {
  const made = await catalog(`
    SELECT c.relname AS relation, i.relname
        || CASE WHEN x.indisprimary THEN ' primary' WHEN x.indisunique THEN ' unique' ELSE '' END
        || ' ' || substring(pg_get_indexdef(x.indexrelid) FROM 'USING btree (\\(.*\\))') AS line
    FROM pg_class c JOIN pg_index x ON x.indrelid = c.oid JOIN pg_class i ON i.oid = x.indexrelid
    WHERE x.indpred IS NULL AND ${OURS}`);
  expect(said("indexes")).toEqual(made);
});

test("schema.prisma has exactly its foreign keys", async () => {
  const made = await catalog(`
    SELECT c.relname AS relation,
      regexp_replace(pg_get_constraintdef(k.oid), 'FOREIGN KEY \\((.*)\\) REFERENCES (\\w+)\\((.*)\\)', '\\1 → \\2 (\\3)') AS line
    FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid
    WHERE k.contype = 'f' AND ${OURS}`);
  expect(said("references")).toEqual(made);
});
