import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import {
  API_KEY_KINDS,
  formatApiKey,
  parseApiKey,
  type ApiKeyKind,
} from "@/client/protocol/api-key";
import { mintApiKey } from "@/lib/core/api-key";
import { describeApi } from "@/test/api";
import { testWorld } from "@/test/world";

const OPERATIONS = "/api/v1/operations";
const world = testWorld();
const sql = <R extends object>(text: string, values: unknown[]) =>
  world.base.db.query<R>({ text }, values);
const publicPart = (key: string) => key.split("_")[2];

const SOME_ID = "00000000000000000000000000";
const ENDPOINTS: [method: string, path: string, kind: ApiKeyKind][] = [
  ["POST", OPERATIONS, "agent"],
  ["GET", OPERATIONS, "agent"],
  ["POST", `${OPERATIONS}/preview`, "agent"],
  ["GET", `${OPERATIONS}/op_${SOME_ID}`, "agent"],
  ["POST", `${OPERATIONS}/op_${SOME_ID}/cancel`, "agent"],
  ["POST", "/api/v1/grants/redeem", "enforce"],
  ["POST", "/api/v1/grants/introspect", "enforce"],
  ["POST", `/api/v1/redemptions/${randomUUID()}/result`, "enforce"],
  ["GET", "/api/v1/keys", "admin"],
  ["POST", "/api/v1/keys", "admin"],
  ["POST", `/api/v1/keys/key_${SOME_ID}/rotate`, "admin"],
  ["DELETE", `/api/v1/keys/key_${SOME_ID}`, "admin"],
];

describeApi(world, (api) => {
  const list = (key: string | undefined, headers: Record<string, string> = {}) =>
    api.call("GET", OPERATIONS, { key, headers });

  it("each endpoint is for one kind of key and refuses the others, and whoever has none", async () => {
    const keys: Record<ApiKeyKind, string> = {
      agent: world.agent.key,
      enforce: world.enforcement.key,
      audit: await world.addKey("audit"),
      admin: await world.addKey("admin"),
    };
    for (const [method, path, kind] of ENDPOINTS) {
      expect(await api.call(method, path)).toMatchObject({
        status: 401,
        body: { code: "unauthenticated" },
      });
      for (const held of API_KEY_KINDS) {
        const { status, body } = await api.call(method, path, { key: keys[held] });
        if (held === kind) expect([401, 403, 500], `${method} ${path}`).not.toContain(status);
        else
          expect([status, body.code], `${held} at ${method} ${path}`).toEqual([
            403,
            "wrong_key_kind",
          ]);
      }
    }
  });

  it("what isn't a live key is unauthenticated, and tells nothing of which part was wrong", async () => {
    const { key } = await world.addAgent();
    const parsed = parseApiKey(key);
    if (!parsed.ok) throw new Error("the fixture's key");
    const stranger = mintApiKey("agent").key;
    const wrongSecret = formatApiKey({ ...parsed, secret: mintApiKey("agent").secret });
    const otherKind = formatApiKey({ ...parsed, kind: "admin" });
    const answers = await Promise.all(
      [stranger, wrongSecret, otherKind].map((other) => list(other)),
    );
    for (const { status, body } of answers)
      expect([status, body.code]).toEqual([401, "unauthenticated"]);
    expect(new Set(answers.map(({ body }) => body.detail)).size).toBe(1);
    expect((await list(`${key.slice(0, -1)}${key.endsWith("0") ? "1" : "0"}`)).body.detail).toMatch(
      /checksum/,
    );
    for (const authorization of ["", "Bearer", "Bearer ", `Basic ${key}`, `Bearer ${key} x`, key])
      expect((await list(undefined, { authorization })).status).toBe(401);
    expect((await list(undefined, { authorization: `bearer  ${key}` })).status).toBe(200);
  });

  it("a key is refused from the request after its revocation, expiry, or its agent's end", async () => {
    const change = {
      key_revoked: "UPDATE api_keys SET revoked_at = now() WHERE key_id = $1",
      key_expired:
        "UPDATE api_keys SET created_at = now() - interval '2 days', expires_at = now() - interval '1 second' WHERE key_id = $1",
    };
    for (const [code, statement] of Object.entries(change)) {
      const { key } = await world.addAgent();
      expect((await list(key)).status).toBe(200);
      await sql(statement, [publicPart(key)]);
      const { status, body, headers } = await list(key);
      expect([status, body.code]).toEqual([401, code]);
      expect(headers.get("www-authenticate")).toContain('error="invalid_token"');
    }
    const agent = await world.addAgent();
    await sql("UPDATE agents SET disabled_at = now() WHERE id = $1", [agent.id]);
    expect((await list(agent.key)).body.code).toBe("key_revoked");
    const point = await world.addEnforcementPoint(`https://${randomUUID()}.example.com`);
    await sql("UPDATE enforcement_points SET disabled_at = now() WHERE id = $1", [point.id]);
    const introspect = await api.call("POST", "/api/v1/grants/introspect", {
      key: point.key,
      body: { token: "x" },
    });
    expect(introspect.body.code).toBe("key_revoked");
  });

  it("a revoked key tells so only to who holds its secret", async () => {
    const { key } = await world.addAgent();
    await sql("UPDATE api_keys SET revoked_at = now() WHERE key_id = $1", [publicPart(key)]);
    const parsed = parseApiKey(key);
    if (!parsed.ok) throw new Error("the fixture's key");
    const guess = formatApiKey({ ...parsed, secret: mintApiKey("agent").secret });
    expect((await list(guess)).body.code).toBe("unauthenticated");
  });

  it("last use is written once for many requests", async () => {
    const { key } = await world.addAgent();
    const read = async () =>
      (
        await sql<{ last_used_at: Date | null }>(
          "SELECT last_used_at FROM api_keys WHERE key_id = $1",
          [publicPart(key)],
        )
      )[0]?.last_used_at;
    for (let i = 0; i < 3; i++) await list(key);
    expect(await read()).toBeNull();
    await api.runtime.lastUse.flush();
    expect(await read()).toBeInstanceOf(Date);
  });
});

describeApi(
  world,
  (api) => {
    describe("with an allowance of 10 a minute", () => {
      const list = (key: string, headers: Record<string, string> = {}) =>
        api.call("GET", OPERATIONS, { key, headers });

      it("a key's requests are counted down and then refused, another's are not", async () => {
        const [one, other] = [await world.addAgent(), await world.addAgent()];
        for (let left = 9; left >= 0; left--) {
          const { status, headers } = await list(one.key);
          expect(status).toBe(200);
          expect(headers.get("ratelimit")).toMatch(new RegExp(`^"key";r=${left};t=[0-9]+$`));
          expect(headers.get("ratelimit-policy")).toBe('"key";q=10;w=60');
        }
        expect(await list(one.key)).toMatchObject({ status: 429, body: { code: "rate_limited" } });
        expect((await list(other.key)).status).toBe(200);
      });

      it("failures are counted by address, and never bar a valid key from the same one", async () => {
        const { key } = await world.addAgent();
        const from = (address: string) => ({ "x-forwarded-for": `203.0.113.9, ${address}` });
        const fail = (address: string) => list(mintApiKey("agent").key, from(address));
        for (let i = 0; i < 10; i++) expect((await fail("2001:db8::1")).status).toBe(401);
        expect((await fail("2001:db8:0:0:ffff::2")).body.code).toBe("rate_limited");
        expect((await list(key, from("2001:db8::1"))).status).toBe(200);
        expect((await fail("2001:db8:0:1::1")).status).toBe(401);
      });
    });
  },
  { RATE_LIMIT_PER_MINUTE: "10", TRUST_PROXY: "1" },
);
