import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parseApiKey, type ApiKeyKind } from "@/client/protocol/api-key";
import { hashToken, newToken } from "@/lib/core/bearer-token";
import { newId } from "@/lib/core/id";
import { mountOnServer, testRuntime, type Send } from "@/test/api";
import { makeReaderRole, type ReaderRole } from "@/test/reader-role";
import type { Reviewer } from "@/test/seed";
import { testWorld } from "@/test/world";
import { createApi } from "./app";
import {
  PRINCIPALS,
  signedMail,
  TABLE,
  type Prepared,
  type Principal,
  type Row,
  type Surroundings,
} from "@/test/authorization";
import { openApiDocument } from "./openapi";
import { operationIn, type OperationState } from "@/test/operation-states";

const world = testWorld();
const MAIL_SECRET = `whsec_${randomBytes(24).toString("base64")}`;
const REFUSED = [401, 403, 404];
const METHODS = ["get", "post", "put", "delete", "patch"] as const;
const sql = <R extends object>(text: string, values: unknown[] = []) =>
  world.base.db.query<R>({ text }, values);

interface Endpoint {
  method: string;
  path: string;
  security: string[];
}
/** As the document lists them: what is mounted and not listed is no endpoint of ours. */
const endpoints = new Map<string, Endpoint>();
let send: Send;
let close: () => Promise<void>;
let reader: ReaderRole;
let reviewer: Reviewer;
let digest: () => Promise<Record<string, string>>;
const credentials = {} as Record<Exclude<Principal, "revoked key" | "expired key">, HeadersInit>;
const dead = new Map<string, HeadersInit>();

const bearer = (key: string) => ({ authorization: `Bearer ${key}` });

beforeAll(async () => {
  const runtime = testRuntime(world, { RESEND_WEBHOOK_SECRET: MAIL_SECRET });
  const { paths = {} } = openApiDocument(createApi(runtime), world.base.config.publicUrl);
  for (const [path, item] of Object.entries(paths))
    for (const method of METHODS) {
      const found = (item as Record<string, { operationId?: string; security?: object[] }>)[method];
      if (!found) continue;
      const security = (found.security ?? []).flatMap(Object.keys);
      endpoints.set(found.operationId ?? `${method} ${path}`, { method, path, security });
    }
  ({ send, close } = await mountOnServer(runtime));
  reviewer = await world.addUser({ role: "admin" });
  await sql("CREATE SCHEMA looked_at");
  reader = await makeReaderRole(world.base.db.url, `matrix_reader_${process.pid}`, "looked_at");
  digest = await digestOfAllTables();
  await makeCredentials();
});
afterAll(async () => {
  await close();
  await reader.drop();
});

async function makeCredentials(): Promise<void> {
  const point = await world.addEnforcementPoint("https://other.example.com");
  const cookie = newToken();
  await sql(
    `INSERT INTO sessions (id, token_hash, user_id, method, expires_at)
     VALUES ($1, $2, $3, 'passkey', now() + interval '1 day')`,
    [newId("ses"), hashToken(cookie), reviewer.id],
  );
  Object.assign(credentials, {
    nobody: {},
    agent: bearer(world.agent.key),
    "other agent": bearer((await world.addAgent()).key),
    "enforcement point": bearer(world.enforcement.key),
    "other enforcement point": bearer(point.key),
    "audit key": bearer(await world.addKey("audit")),
    "admin key": bearer(await world.addKey("admin")),
    "browser session": { cookie: `countersign_session=${cookie}`, origin: "http://localhost:3000" },
  });
  const another = {
    agent: async () => (await world.addAgent()).key,
    enforce: async () =>
      (await world.addEnforcementPoint(`https://${newId("ep")}.example.com`)).key,
    audit: () => world.addKey("audit"),
    admin: () => world.addKey("admin"),
  };
  const end = {
    "revoked key": "revoked_at = now()",
    "expired key": "created_at = now() - interval '2 days', expires_at = now() - interval '1 day'",
  };
  for (const kind of ["agent", "enforce", "audit", "admin"] as const)
    for (const [principal, change] of Object.entries(end)) {
      const key = await another[kind]();
      const parsed = parseApiKey(key);
      if (!parsed.ok) throw new Error("the fixture's key");
      await sql(`UPDATE api_keys SET ${change} WHERE key_id = $1`, [parsed.keyId]);
      dead.set(`${principal} ${kind}`, bearer(key));
    }
}

/** Noted some time later, of the principals that were let in before; by no more than that does a use show. */
const NOTED_LATER: Readonly<Record<string, string>> = {
  api_keys: "- 'last_used_at' - 'last_used_address'",
};

/** Of every row of every table, except of what the log says about the refusal itself. */
async function digestOfAllTables(): Promise<() => Promise<Record<string, string>>> {
  const tables = await sql<{ name: string }>(
    "SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename",
  );
  const text = tables
    .map(
      ({ name }) => `SELECT '${name}' AS name, count(*) || ' ' ||
        md5(coalesce(string_agg(t.it, E'\\n' ORDER BY t.it), '')) AS rows
        FROM (SELECT (to_jsonb(r) ${NOTED_LATER[name] ?? ""})::text AS it FROM "${name}" r
        ${name === "audit_events" ? "WHERE action NOT LIKE 'security.%'" : ""}) t`,
    )
    .join(" UNION ALL ");
  return async () =>
    Object.fromEntries(
      (await sql<{ name: string; rows: string }>(text)).map(({ name, rows }) => [name, rows]),
    );
}

const credentialsOf = (principal: Principal, key: Row["key"]): HeadersInit => {
  if (principal !== "revoked key" && principal !== "expired key") return credentials[principal];
  const kind: ApiKeyKind = key === "none" ? "agent" : key;
  return dead.get(`${principal} ${kind}`) ?? {};
};

async function call(operationId: string, principal: Principal, prepared: Prepared) {
  const { method, path } = endpoints.get(operationId) ?? { method: "", path: "" };
  const { params = {}, query = "", body, raw, headers } = prepared;
  const payload = raw ?? (body === undefined ? undefined : JSON.stringify(body));
  const response = await send(path.replace(/\{(\w+)\}/g, (_, name) => params[name] ?? "") + query, {
    method: method.toUpperCase(),
    headers: {
      ...(payload === undefined ? {} : { "content-type": "application/json" }),
      ...headers,
      ...(credentialsOf(principal, TABLE[operationId]?.key ?? "none") as object),
    },
    ...(payload === undefined ? {} : { body: payload }),
  });
  const text = await response.text();
  return { status: response.status, text };
}

const surroundings = (): Surroundings => ({
  world,
  readerUrl: reader.url,
  operationIn: (state) => operationIn(world, reviewer, state),
});

test("every endpoint of the OpenAPI document has its row, and the document says the same of it", () => {
  expect([...endpoints.keys()].sort()).toEqual(Object.keys(TABLE).sort());
  for (const [operationId, { key }] of Object.entries(TABLE))
    expect([operationId, endpoints.get(operationId)?.security]).toEqual([
      operationId,
      key === "none" ? [] : [`${key}Key`],
    ]);
});

describe.each(Object.entries(TABLE))("%s", (operationId, row) => {
  const { may, answers, prepare, blind = {} } = row;
  const states = Object.entries(answers) as [OperationState | "any", number][];
  const barred = PRINCIPALS.filter((principal) => !may.includes(principal));

  test.each(barred.length === 0 ? [] : states)(
    `is closed to everyone but ${may.join(" and ") || "a signature"}, who change nothing (%s)`,
    async (state) => {
      const prepared = await prepare(surroundings(), state as OperationState);
      const before = await digest();
      for (const principal of barred) {
        const { status, text } = await call(operationId, principal, prepared);
        expect(REFUSED, `${principal}: ${status} ${text}`).toContain(status);
        expect(await digest(), principal).toEqual(before);
      }
    },
  );

  test.each(may.length === 0 ? [] : states)(
    `answers ${may.length === PRINCIPALS.length ? "everyone" : may.join(" and ")} (%s: %i)`,
    async (state, status) => {
      for (const principal of may) {
        const prepared = await prepare(surroundings(), state as OperationState);
        const answer = await call(operationId, principal, prepared);
        expect([principal, answer.status, answer.text]).toEqual([principal, status, answer.text]);
        if (principal in blind) expect(JSON.parse(answer.text)).toEqual(blind[principal]);
      }
    },
  );
});

test("receiveMailEvent takes what is signed, whoever brings it", async () => {
  const prepared = await TABLE["receiveMailEvent"]?.prepare(surroundings(), "pending");
  const raw = prepared?.raw ?? "";
  const signed = { raw, headers: signedMail(raw, MAIL_SECRET) };
  expect((await call("receiveMailEvent", "nobody", signed)).status).toBe(204);
});
