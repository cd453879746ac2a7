import { randomBytes } from "node:crypto";
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

test("a migration whose connection breaks in the middle leaves nothing, and is applied the next time", async () => {
  write("2_slow", "CREATE TABLE half (); SELECT pg_advisory_xact_lock(1);");
  await client.query("SELECT pg_advisory_lock(1)");
  const broken = run().catch(String);
  const waiting = "SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND NOT granted";
  await expect.poll(async () => (await client.query(waiting)).rowCount).toBe(1);
  await client.query(`SELECT pg_terminate_backend(pid) FROM (${waiting}) AS w`);
  expect(await broken).toContain("2_slow failed and was undone");
  await client.query("SELECT pg_advisory_unlock(1)");
  expect((await client.query("SELECT to_regclass('half') AS t")).rows).toEqual([{ t: null }]);
  expect(await run()).toEqual(["2_slow"]);
});

test("a database that another program uses is refused by name, and left as it was", async () => {
  await client.query("CREATE TABLE orders (); CREATE VIEW summary AS SELECT 1");
  await expect(run()).rejects.toThrow(
    /isn't empty, .* isn't Countersign's: orders, summary\. Give/,
  );
  expect((await client.query("SELECT to_regclass('_prisma_migrations') AS t")).rows).toEqual([
    { t: null },
  ]);
});

test("what an extension brings is no reason to refuse a database", async () => {
  await client.query("CREATE EXTENSION pg_stat_statements");
  expect(await run()).toEqual(["1_pets"]);
  await client.query("DROP EXTENSION pg_stat_statements");
});

test("the database of a newer version, or of another program with such a history, is refused", async () => {
  write("2_newer", "CREATE TABLE newer ();");
  await run();
  fs.rmSync(path.join(directory, "2_newer"), { recursive: true });
  write("3_ours", "CREATE TABLE ours ();");
  await expect(run()).rejects.toThrow(/migrations that this version doesn't know: 2_newer/);
  expect((await client.query("SELECT to_regclass('ours') AS t")).rows).toEqual([{ t: null }]);
});

test("a role that may not make tables is told what it needs", async () => {
  // Roles are the server's, which several runs may share.
  const guest = `guest_${randomBytes(6).toString("hex")}`;
  await client.query(`CREATE ROLE ${guest}; GRANT USAGE ON SCHEMA public TO ${guest}`);
  const url = new URL(database.url);
  url.searchParams.set("options", `-c role=${guest}`);
  await expect(migrate(url.toString(), directory)).rejects.toThrow(
    /permission denied for schema public\. The role must own it: ALTER DATABASE/,
  );
  await client.query(`DROP OWNED BY ${guest}; DROP ROLE ${guest}`);
});
