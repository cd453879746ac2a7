import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import pg from "pg";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { testDatabase } from "@/test/database";
import { migrate } from "./migrate";

const database = testDatabase();
const directory = fs.mkdtempSync(path.join(os.tmpdir(), "countersign-migrations-"));
let client: pg.Client;

beforeAll(async () => {
  client = new pg.Client({ connectionString: database.url });
  await client.connect();
});
afterAll(async () => {
  await client.end();
  fs.rmSync(directory, { recursive: true });
});

beforeEach(async () => {
  await client.query("DROP SCHEMA public CASCADE; CREATE SCHEMA public");
  fs.rmSync(directory, { recursive: true });
  write("1_pets", "CREATE TABLE pets (name text); INSERT INTO pets VALUES ('Rex');");
});

function write(name: string, sql: string): void {
  fs.mkdirSync(path.join(directory, name), { recursive: true });
  fs.writeFileSync(path.join(directory, name, "migration.sql"), sql);
}

const run = () => migrate(database.url, directory);
const count = async (table: string) =>
  (await client.query<{ n: number }>(`SELECT count(*)::int AS n FROM ${table}`)).rows[0]?.n;

test("each migration is applied once, in order of name", async () => {
  write("2_age", "ALTER TABLE pets ADD age int;");
  expect(await run()).toEqual(["1_pets", "2_age"]);
  write("3_kind", "ALTER TABLE pets ADD kind text;");
  expect(await run()).toEqual(["3_kind"]);
  expect(await run()).toEqual([]);
});

test("four copies of the app that start at once apply each migration once", async () => {
  const applied = await Promise.all([run(), run(), run(), run()]);
  expect(applied.flat()).toEqual(["1_pets"]);
  expect(await count("pets")).toBe(1);
});

test("a migration changed after it was applied is refused, and nothing else is applied", async () => {
  await run();
  write("1_pets", "CREATE TABLE pets (name text, age int);");
  write("2_more", "CREATE TABLE more ();");
  await expect(run()).rejects.toThrow(/1_pets was changed after it was applied/);
  expect((await client.query("SELECT to_regclass('more') AS t")).rows).toEqual([{ t: null }]);
});

test("a migration that fails leaves nothing behind, and is tried again when mended", async () => {
  write("2_broken", "CREATE TABLE half (); SELECT 1/0;");
  await expect(run()).rejects.toThrow(/2_broken failed and was undone: division by zero/);
  expect((await client.query("SELECT to_regclass('half') AS t")).rows).toEqual([{ t: null }]);
  write("2_broken", "CREATE TABLE half ();");
  expect(await run()).toEqual(["2_broken"]);
});

test("a migration that another tool recorded as unfinished stops the start", async () => {
  await run();
  await client.query("UPDATE _prisma_migrations SET finished_at = NULL");
  await expect(run()).rejects.toThrow(/1_pets is recorded as started but not finished/);
});
