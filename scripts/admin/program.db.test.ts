import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { z } from "zod";
import { EnvironmentSchema } from "@/lib/contract/environment";
import { InventoryPageSchema } from "@/lib/contract/inventory";
import { IssuedKeySchema, KeyPageSchema } from "@/lib/contract/key";
import { decideOperation } from "@/lib/services/operation/decide";
import { submitOperation } from "@/lib/services/operation/submit";
import { makeReaderRole } from "@/test/reader-role";
import { incident, TEST_SECRETS } from "@/test/seed";
import { testWorld } from "@/test/world";
import { runAdmin } from "./program";

const world = testWorld();
let output = "";
let complaint = "";

beforeAll(() => {
  const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString("base64");
  Object.assign(process.env, {
    DEPLOYMENT: "local",
    DATABASE_URL: world.base.db.url,
    DATABASE_POOL_SIZE: "2",
    AUTH_SECRET: base64(TEST_SECRETS.keyPepper),
    KEY_PEPPER: base64(TEST_SECRETS.keyPepper),
    KEY_ENCRYPTION_KEY: base64(TEST_SECRETS.keyEncryptionKey),
  });
});
beforeEach(() => {
  output = complaint = "";
  vi.spyOn(process.stdout, "write").mockImplementation((text) => ((output += String(text)), true));
  vi.spyOn(process.stderr, "write").mockImplementation(
    (text) => ((complaint += String(text)), true),
  );
});
afterEach(() => vi.restoreAllMocks());

const run = (line: string) => runAdmin(line.split(" "));
const lastCommand = async () => {
  const [row] = await world.base.db.query<{ actor: { kind: string }; data: object }>(
    {
      text: "SELECT actor, data FROM audit_events WHERE action = 'operator.command' ORDER BY seq DESC LIMIT 1",
    },
    [],
  );
  return row;
};

describe("every use is in the log", () => {
  test.each([
    ["environments list", "environments list", {}],
    ["agents create logged", "agents create", { name: "logged" }],
    ["groups create sre", "groups create", { slug: "sre" }], // refused: it exists
    ["keys revoke key_nowhere", "keys revoke", { id: "key_nowhere" }], // refused
    ["audit list --action key. --limit 3", "audit list", { action: "key.", limit: 3 }],
  ])("%s", async (line, command, given) => {
    await run(line);
    expect(await lastCommand()).toMatchObject({
      actor: { kind: "operator" },
      data: { command, given },
    });
  });
});

describe("exit codes", () => {
  test.each([
    ["agents list", 0],
    ["--help", 0],
    ["keys issue --help", 0],
    ["groups create sre", 3],
    ["agents create Not_A_Slug", 3],
    ["bogus", 2],
    ["groups create", 2],
    ["keys issue admin --expires-in soon", 2],
    ["environments create x --kind nothing --group sre", 2],
  ])("%s ends with %i", async (line, code) => {
    expect(await run(line)).toBe(code);
    if (code > 0) expect(complaint).toMatch(/^error: ./);
  });
});

test("with --json, results and refusals are JSON and nothing else", async () => {
  expect(await run("environments list --json")).toBe(0);
  expect(z.array(EnvironmentSchema).parse(JSON.parse(output))).toHaveLength(2);
  expect(await run("groups create sre --json")).toBe(3);
  expect(JSON.parse(complaint)).toMatchObject({ error: { code: "already_exists" } });
});

test("a key is issued, listed without its secret, rotated and revoked", async () => {
  await run("agents create ci-agent");
  output = "";
  expect(
    await run(
      "keys issue agent ci-agent --environment staging,production --action railway.* --resource railway.volume:* --expires-in 12h --json",
    ),
  ).toBe(0);
  const issued = IssuedKeySchema.parse(JSON.parse(output));
  expect(issued.scope?.environments).toEqual(["staging", "production"]);
  expect(Date.parse(issued.expires_at) - Date.parse(issued.created_at)).toBe(12 * 3_600_000);
  output = "";
  await run("keys list --agent ci-agent --json");
  expect(output).not.toContain(issued.key.split("_")[3]);
  expect(KeyPageSchema.parse(JSON.parse(output)).items).toHaveLength(1);
  expect(await run(`keys rotate ${issued.id} --overlap 10m`)).toBe(0);
  output = "";
  expect(await run(`keys revoke ${issued.id}`)).toBe(0);
  expect(output).toContain("revoked");
});

test("an operation is shown whole, but not its grant's token, and its text can't control the terminal", async () => {
  const reviewer = await world.addUser();
  const body = incident({
    reason: "\u001b[2J\u202eharmless",
    resource: { type: "railway.volume", id: "vol_8f2c", name: "pg\u001b]0;data\u0007" },
  });
  const raw = JSON.stringify(body);
  const { operation } = await submitOperation(world.agent.ctx, { body, raw, idempotencyKey: "k1" });
  const form = await world.formOf(reviewer, operation.id);
  await decideOperation(reviewer.ctx, { ...form, verdict: "approve" });

  expect(await run(`operations show ${operation.id} --json`)).toBe(0);
  const shown = JSON.parse(output) as { status: string; grant: object };
  expect(shown.status).toBe("approved");
  expect(shown.grant).not.toHaveProperty("token");

  output = "";
  await run(`operations show ${operation.id}`);
  await run("operations list");
  expect(output).toContain("<U+001B>[2J<U+202E>harmless");
  expect(output).toContain("pg<U+001B>]0;data<U+0007>");
  // eslint-disable-next-line no-control-regex
  expect(output).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202e]/);
});

test("the inventory is imported from a file or refused with every fault, listed, and removed", async () => {
  const directory = mkdtempSync(path.join(os.tmpdir(), "countersign-admin-"));
  const file = path.join(directory, "resources.csv");
  const heading = "type,pattern,environment,recovery_point,failure_domain\n";
  try {
    writeFileSync(file, `${heading}a.b,one,nowhere,,\na.b,two,elsewhere,,\n`);
    expect(await run(`inventory import ${file}`)).toBe(3);
    expect(complaint).toMatch(/Line 2, environment.*\n.*Line 3, environment/s);

    writeFileSync(file, `${heading}a.b,one,production,Nightly,a.b:one\n`);
    expect(await run(`inventory import ${file}`)).toBe(0);
    expect(await lastCommand()).toMatchObject({ data: { given: { file } } });
    output = "";
    await run("inventory list --environment production --json");
    const [one] = InventoryPageSchema.parse(JSON.parse(output)).items;
    expect(one).toMatchObject({ pattern: "one", recovery_points: [{ survives: "no" }] });
    expect(await run(`inventory remove ${one?.id}`)).toBe(0);
    expect(await run(`inventory remove ${one?.id}`)).toBe(3);
    expect(await run(`inventory import ${file}.missing`)).toBe(3);
  } finally {
    rmSync(directory, { recursive: true });
  }
});

test("a connection's URL comes from the environment or standard input, and is in no log", async () => {
  await world.base.db.query({ text: "CREATE SCHEMA looked_at" }, []);
  const reader = await makeReaderRole(
    world.base.db.url,
    `admin_reader_${process.pid}`,
    "looked_at",
  );
  process.env["CONNECTION_URL"] = reader.url;
  expect(await run("connections add shop --environment production")).toBe(0);
  process.env["CONNECTION_URL"] = "postgresql://x:s3cret-of-the-reader@localhost:1/x";
  expect(await run("connections add other --environment production")).toBe(3);
  delete process.env["CONNECTION_URL"];
  expect(complaint).toContain("Nothing listens");
  expect(await run(`connections add third --environment production ${reader.url}`)).toBe(2);
  expect(await lastCommand()).toMatchObject({ data: { command: "connections add" } });
  expect(await run("connections list")).toBe(0);
  expect(output).toContain(reader.name);
  expect(await run("connections remove shop")).toBe(0);
  const events = await world.base.db.query({ text: "SELECT data::text FROM audit_events" }, []);
  expect(JSON.stringify(events) + output).not.toContain(reader.password);
  await reader.drop();
});
