import { execFileSync, spawn, type ChildProcess } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import pg from "pg";
import { afterEach, beforeEach, expect, test } from "vitest";
import { readPidFile } from "./postmaster";
import { startEmbeddedPostgres, type EmbeddedPostgres } from "./supervisor";

const settings = ["fsync=off"];
let root: string;
let directory: string;
const started: EmbeddedPostgres[] = [];
const bystanders: ChildProcess[] = [];

beforeEach(() => {
  root = fs.mkdtempSync(path.join(os.tmpdir(), "countersign-supervisor-"));
  fs.chmodSync(root, 0o755);
  directory = path.join(root, "postgres");
});

afterEach(async () => {
  for (const database of started.splice(0)) await database.stop();
  for (const child of bystanders.splice(0)) child.kill("SIGKILL");
  fs.rmSync(root, { recursive: true, force: true });
});

async function start(): Promise<EmbeddedPostgres> {
  const database = await startEmbeddedPostgres({ directory, settings });
  started.push(database);
  return database;
}

async function query<Row>(url: string, text: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(text)).rows as Row[];
  } finally {
    await client.end();
  }
}

const owner = () => fs.statSync(path.join(directory, "data"));

/** Under the database's own account: PostgreSQL itself wouldn't start over one of its processes. */
function runAsDatabaseUser([program = "", ...args]: string[]): ChildProcess {
  const { uid, gid } = owner();
  const child = spawn(program, args, process.getuid?.() === 0 ? { uid, gid } : {});
  bystanders.push(child);
  return child;
}

function writePidFile(text: string): void {
  fs.writeFileSync(pidFile(), text);
  fs.chownSync(pidFile(), owner().uid, owner().gid);
}

async function untilLogged(text: string, times = 1): Promise<void> {
  const log = () => fs.readFileSync(path.join(directory, "postgres.log"), "utf8");
  const count = () => log().split(text).length - 1;
  await expect.poll(count, { timeout: 50_000 }).toBeGreaterThanOrEqual(times);
}

const pidFile = () => path.join(directory, "data", "postmaster.pid");
const runningPid = () => readPidFile(path.join(directory, "data"))?.pid ?? Number.NaN;
const isAlive = (pid: number) => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

test("what was committed is there after stop and start", async () => {
  const first = await start();
  await query(first.url, "CREATE TABLE kept AS SELECT 42 AS answer");
  const pid = runningPid();
  await first.stop();
  expect(isAlive(pid)).toBe(false);
  const second = await start();
  expect(await query(second.url, "SELECT answer FROM kept")).toEqual([{ answer: 42 }]);
});

test("the app's role owns its database and is no superuser", async () => {
  const { url } = await start();
  expect(await query(url, "SELECT rolsuper FROM pg_roles WHERE rolname = current_user")).toEqual([
    { rolsuper: false },
  ]);
});

test("four racing starters share one server, and the last to leave stops it", async () => {
  const databases = await Promise.all([start(), start(), start(), start()]);
  const pid = runningPid();
  expect(new Set(databases.map((database) => database.url)).size).toBe(1);
  for (const database of databases.slice(1)) await database.stop();
  expect(await query(databases[0]!.url, "SELECT 1 AS one")).toEqual([{ one: 1 }]);
  await databases[0]!.stop();
  expect(isAlive(pid)).toBe(false);
});

test("a server lost to kill -9 comes back on the same port while the app runs", async () => {
  const { url } = await start();
  await query(url, "CREATE TABLE kept AS SELECT 42 AS answer");
  const before = runningPid();
  process.kill(before, "SIGKILL");
  await expect
    .poll(() => query(url, "SELECT answer FROM kept").catch(() => "down"), {
      timeout: 30_000,
    })
    .toEqual([{ answer: 42 }]);
  expect(runningPid()).not.toBe(before);
});

test.each([
  ["another program", () => ["sleep", "600"]],
  [
    "one that names the data directory",
    () => ["tail", "-f", path.join(directory, "data/PG_VERSION")],
  ],
])("a pid file whose pid now belongs to %s does not stand in the way", async (_, command) => {
  await (await start()).stop();
  const bystander = runAsDatabaseUser(command());
  const data = path.join(directory, "data");
  const lines = [bystander.pid, data, 1, 5432, "", "127.0.0.1", "", "ready"];
  writePidFile(lines.join("\n") + "\n");
  const databases = await Promise.all([start(), start()]);
  expect(await query(databases[0]!.url, "SELECT 1 AS one")).toEqual([{ one: 1 }]);
  expect(runningPid()).not.toBe(bystander.pid);
  expect(isAlive(bystander.pid!)).toBe(true);
});

test.each([
  ["empty", ""],
  ["zeros", "\0".repeat(80)],
])("a pid file of which a crash left nothing but %s does not stand in the way", async (_, text) => {
  await (await start()).stop();
  writePidFile(text);
  const { url } = await start();
  expect(await query(url, "SELECT 1 AS one")).toEqual([{ one: 1 }]);
});

test("beside a server whose pid file was lost, no second one is started", async () => {
  const { url } = await start();
  await query(url, "CREATE TABLE kept AS SELECT 42 AS answer");
  const first = runningPid();
  fs.rmSync(pidFile());
  const second = start();
  await untilLogged("pre-existing shared memory block");
  expect(await query(url, "SELECT answer FROM kept")).toEqual([{ answer: 42 }]);
  process.kill(first, "SIGKILL");
  expect(await query((await second).url, "SELECT answer FROM kept")).toEqual([{ answer: 42 }]);
});

test("a server that was killed comes back when the last of its processes has ended", async () => {
  const { url } = await start();
  await query(url, "CREATE TABLE kept AS SELECT 42 AS answer");
  const client = new pg.Client({ connectionString: url });
  client.on("error", () => {});
  await client.connect();
  const { rows } = await client.query<{ pid: number }>("SELECT pg_backend_pid() AS pid");
  // As one does that is deep in a query: it doesn't notice that its server is gone.
  process.kill(rows[0]!.pid, "SIGSTOP");
  process.kill(runningPid(), "SIGKILL");
  const second = start();
  await untilLogged("pre-existing shared memory block", 8);
  process.kill(rows[0]!.pid, "SIGKILL");
  expect(await query((await second).url, "SELECT answer FROM kept")).toEqual([{ answer: 42 }]);
});

test("what a starter killed during initdb left behind is cleared away", async () => {
  fs.mkdirSync(directory);
  const dead = Number(execFileSync("sh", ["-c", "echo $$"]).toString());
  fs.mkdirSync(path.join(directory, `init-${dead}`));
  fs.writeFileSync(path.join(directory, `init-${dead}.password`), "half");
  await start();
  expect(fs.readdirSync(directory).filter((name) => name.startsWith("init-"))).toEqual([]);
  fs.mkdirSync(path.join(directory, `init-${dead}`));
  await start();
  expect(fs.readdirSync(directory).filter((name) => name.startsWith("init-"))).toEqual([]);
});
