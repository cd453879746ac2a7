import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { testDatabase } from "@/test/database";
import { announceRunning } from "../bootstrap/running.mjs";
import { openInstance } from "./open";

const database = testDatabase();
let directory: string;
const secretsFile = () => path.join(directory, "secrets.json");
const modeOf = (file: string) => fs.statSync(file).mode & 0o777;

beforeEach(() => {
  directory = path.join(fs.mkdtempSync(path.join(os.tmpdir(), "countersign-instance-")), "state");
});
afterEach(() => fs.rmSync(path.dirname(directory), { recursive: true }));

function open(environment: Record<string, string>, besideRunning = false) {
  return openInstance({
    log: () => {},
    besideRunning,
    environment: { COUNTERSIGN_DIR: directory, ...environment },
  });
}

const production = () => ({ NODE_ENV: "production", DATABASE_URL: database.url });
const secret = Buffer.alloc(32, 7).toString("base64");
const secrets = { AUTH_SECRET: secret, KEY_PEPPER: secret, KEY_ENCRYPTION_KEY: secret };

test("a production start without secrets names each and how to make it, and makes none itself", async () => {
  const refused = await open(production()).catch(String);
  for (const name of Object.keys(secrets)) {
    expect(refused).toContain(`${name} is not set. Make one with: openssl rand -base64 32`);
  }
  expect(fs.existsSync(secretsFile())).toBe(false);
});

test("a production start names PUBLIC_URL and RESEND_API_KEY when they are missing", async () => {
  const refused = await open({ ...production(), ...secrets }).catch(String);
  expect(refused).toContain("PUBLIC_URL is not set. Set the address people use");
  expect(refused).toContain("RESEND_API_KEY is not set. Make one at");
});

test("a local start makes its secrets once, for its own user's eyes only", async () => {
  const first = await open({ DATABASE_URL: database.url });
  const second = await open({ DATABASE_URL: database.url });
  expect(second.environment["KEY_PEPPER"]).toBe(first.environment["KEY_PEPPER"]);
  expect([modeOf(directory), modeOf(secretsFile())]).toEqual([0o700, 0o600]);
});

test("with DATABASE_URL, no PostgreSQL is started", async () => {
  const instance = await open({ DATABASE_URL: database.url });
  expect(instance.databaseDirectory).toBeNull();
  expect(fs.readdirSync(directory)).toEqual(["secrets.json"]);
});

test("secrets that were cut short are not made anew, but asked for", async () => {
  await open({ DATABASE_URL: database.url });
  fs.truncateSync(secretsFile(), 60);
  await expect(open({ DATABASE_URL: database.url })).rejects.toThrow(
    /secrets\.json lacks AUTH_SECRET, .*: restore the file from your backup/,
  );
});

test("beside a production app, a command without its secrets is refused, rather than given others", async () => {
  await open({ DATABASE_URL: database.url });
  fs.rmSync(secretsFile());
  const origin = "https://countersign.example.com";
  announceRunning(directory, {
    pid: process.pid,
    url: "http://127.0.0.1:3000",
    publicUrl: origin,
    databaseUrl: database.url,
    deployment: "production",
  });
  await expect(open({}, true)).rejects.toThrow(
    `runs here in production (process ${process.pid}). Give this command the same environment: it ` +
      "lacks AUTH_SECRET, KEY_PEPPER, KEY_ENCRYPTION_KEY, RESEND_API_KEY.",
  );
  expect(fs.existsSync(secretsFile())).toBe(false);
  const beside = await open({ ...secrets, RESEND_API_KEY: "re_test" }, true);
  expect(beside.env).toMatchObject({ DATABASE_URL: database.url, PUBLIC_URL: origin });
});

test("a directory that holds other things isn't taken for the state, nor closed to others", async () => {
  fs.mkdirSync(directory, { mode: 0o755 });
  fs.writeFileSync(path.join(directory, "somebody's"), "");
  await expect(open({ DATABASE_URL: database.url })).rejects.toThrow(/holds other things/);
  expect(modeOf(directory)).toBe(0o755);
});
