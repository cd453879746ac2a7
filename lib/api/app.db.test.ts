import { importJWK } from "jose";
import { describe, expect, it } from "vitest";
import { API_KEY_KINDS } from "@/client/protocol/api-key";
import { connectDatabase } from "@/lib/data/database";
import { describeApi, mountOnRouteHandlers, mountOnServer, testRuntime } from "@/test/api";
import { testWorld } from "@/test/world";

const world = testWorld();
const SOME = "00000000000000000000000000";
const PATHS: [path: string, allow: string][] = [
  ["/api/v1/operations", "POST, GET, HEAD, OPTIONS"],
  ["/api/v1/operations/preview", "POST, OPTIONS"],
  [`/api/v1/operations/op_${SOME}`, "GET, HEAD, OPTIONS"],
  [`/api/v1/operations/op_${SOME}/cancel`, "POST, OPTIONS"],
  ["/api/v1/grants/redeem", "POST, OPTIONS"],
  ["/api/v1/grants/introspect", "POST, OPTIONS"],
  [`/api/v1/redemptions/${SOME}/result`, "POST, OPTIONS"],
  ["/api/v1/keys", "GET, HEAD, POST, OPTIONS"],
  ["/api/v1/keys/revoke-leaked", "POST, OPTIONS"],
  [`/api/v1/keys/key_${SOME}`, "DELETE, OPTIONS"],
  [`/api/v1/keys/key_${SOME}/rotate`, "POST, OPTIONS"],
  ["/api/v1/inventory", "GET, HEAD, POST, OPTIONS"],
  ["/api/v1/inventory/import", "POST, OPTIONS"],
  [`/api/v1/inventory/inv_${SOME}`, "GET, HEAD, PUT, DELETE, OPTIONS"],
  [`/api/v1/inventory/inv_${SOME}/recovery-points`, "POST, OPTIONS"],
  [`/api/v1/inventory/inv_${SOME}/recovery-points/rcp_${SOME}`, "DELETE, OPTIONS"],
  ["/api/v1/connections", "GET, HEAD, POST, OPTIONS"],
  [`/api/v1/connections/con_${SOME}`, "DELETE, OPTIONS"],
  ["/api/v1/openapi.json", "GET, HEAD, OPTIONS"],
  ["/api/health/live", "GET, HEAD, OPTIONS"],
  ["/api/health/ready", "GET, HEAD, OPTIONS"],
  ["/.well-known/jwks.json", "GET, HEAD, OPTIONS"],
  ["/.well-known/countersign", "GET, HEAD, OPTIONS"],
  ["/docs/api", "GET, HEAD, OPTIONS"],
];

describeApi(world, (api) => {
  it("every other method is refused with what is allowed, and OPTIONS tells it", async () => {
    for (const [path, allow] of PATHS) {
      const options = await api.call("OPTIONS", path);
      expect([options.status, options.headers.get("allow")], path).toEqual([204, allow]);
      for (const method of ["GET", "POST", "PUT", "PATCH", "DELETE"]) {
        if (allow.split(", ").includes(method)) continue;
        const refused = await api.call(method, path);
        expect([refused.status, refused.body.code], `${method} ${path}`).toEqual([
          405,
          "method_not_allowed",
        ]);
        expect(refused.headers.get("allow")).toBe(allow);
      }
    }
  });

  it("HEAD answers as GET does, without a body", async () => {
    for (const path of ["/api/health/live", "/.well-known/countersign", "/api/v1/openapi.json"]) {
      const head = await api.call("HEAD", path);
      expect([head.status, head.body]).toEqual([200, ""]);
      expect(head.headers.get("content-type")).toMatch(/^application\/json/);
    }
  });

  it("an unknown path is a problem, not a page", async () => {
    for (const path of [
      "/api/v1",
      "/api/v1/",
      "/api/v1/operations/",
      "/api/v1/approvals",
      "/api/health/x",
      "/docs/api/x",
    ])
      expect(await api.call("GET", path)).toMatchObject({
        status: 404,
        body: { code: "not_found" },
      });
  });

  it("no answer lets another site read it", async () => {
    const { headers } = await api.call("GET", "/.well-known/countersign", {
      headers: { origin: "https://evil.example.com" },
    });
    expect([...headers.keys()].filter((name) => name.startsWith("access-control-"))).toEqual([]);
    expect(headers.get("cross-origin-resource-policy")).toBe("same-origin");
  });

  it("the caller can't choose the request id", async () => {
    const { headers } = await api.call("GET", "/api/health/live", {
      headers: { "x-request-id": "mine" },
    });
    expect(headers.get("x-request-id")).not.toBe("mine");
  });

  describe("discovery", () => {
    it("publishes usable Ed25519 keys and nothing private", async () => {
      const { body } = await api.call("GET", "/.well-known/jwks.json");
      expect(body.keys.length).toBeGreaterThan(0);
      for (const jwk of body.keys) {
        expect(jwk).toMatchObject({ kty: "OKP", crv: "Ed25519" });
        expect(jwk).not.toHaveProperty("d");
        await importJWK(jwk, "EdDSA");
      }
    });

    it("names the addresses under the configured origin, whatever Host says", async () => {
      const { body } = await api.call("GET", "/.well-known/countersign");
      expect(body).toMatchObject({
        issuer: "http://localhost:3000",
        jwks_uri: "http://localhost:3000/.well-known/jwks.json",
        artifact_kinds_supported: [
          "sql",
          "terraform_plan",
          "kubernetes",
          "shell",
          "graphql",
          "http",
          "none",
        ],
      });
    });
  });

  describe("the OpenAPI document", () => {
    it("is 3.1, covers every path, and every reference in it resolves", async () => {
      const { body } = await api.call("GET", "/api/v1/openapi.json");
      expect(body.openapi).toBe("3.1.0");
      const described = Object.keys(body.paths).map((path) => path.replaceAll(/\{.+?\}/g, "*"));
      for (const [path] of PATHS) {
        if (path.endsWith("/openapi.json") || path.startsWith("/docs/")) continue;
        const shape = path.replaceAll(/([a-z]+_)?0{26}/g, "*");
        expect(described, shape).toContain(shape);
      }
      const references = new Set(JSON.stringify(body).match(/"#\/components\/[^"]+"/g));
      for (const reference of references) {
        const steps = reference.slice(3, -1).split("/");
        const found = steps.reduce((node: any, step) => node?.[step], body); // oxlint-disable-line typescript/no-explicit-any
        expect(found, reference).toBeDefined();
      }
      expect(Object.keys(body.components.securitySchemes)).toEqual(
        API_KEY_KINDS.map((kind) => `${kind}Key`),
      );
    });

    it("gives each verb an id, a summary, its key and its refusals", async () => {
      const { body } = await api.call("GET", "/api/v1/openapi.json");
      const ids = new Set<string>();
      type Verbs = Record<string, { operationId: string }>;
      for (const [path, verbs] of Object.entries<Verbs>(body.paths))
        for (const [method, verb] of Object.entries(verbs)) {
          expect(verb, `${method} ${path}`).toMatchObject({
            operationId: expect.any(String),
            summary: expect.any(String),
          });
          expect(ids.has(verb.operationId)).toBe(false);
          ids.add(verb.operationId);
        }
      const submit = body.paths["/api/v1/operations"].post;
      expect(submit.security).toEqual([{ agentKey: [] }]);
      expect(Object.keys(submit.responses)).toEqual(
        expect.arrayContaining(["200", "201", "400", "413", "415", "422"]),
      );
      expect(submit.parameters).toContainEqual(
        expect.objectContaining({ name: "Idempotency-Key", in: "header", required: true }),
      );
    });
  });

  it("the reference page and all it loads come from here, without inline script or style", async () => {
    const page = await api.call("GET", "/docs/api");
    expect(page.headers.get("content-type")).toBe("text/html; charset=utf-8");
    expect(page.headers.get("content-security-policy")).toContain("script-src 'self';");
    expect(page.body).not.toMatch(/<script(?![^>]*\ssrc=)|<style|\son[a-z]+=|style="/i);
    const loaded = [...page.body.matchAll(/(?:src|href)="(\/docs\/api\/[^"]+)"/g)].map(
      ([, path]) => path,
    );
    expect(loaded).toHaveLength(4);
    for (const path of loaded) {
      const asset = await api.call("GET", path);
      expect(asset.status, path).toBe(200);
      expect(asset.headers.get("content-type")).toMatch(/^text\/(css|javascript); charset=utf-8$/);
    }
  });

  describe("what fails on our side", () => {
    it("is a 500 that names the request and nothing else", async () => {
      const { signer } = api.runtime.base;
      const publicKeys = signer.publicKeys;
      signer.publicKeys = () => Promise.reject(new Error("secret detail of a driver"));
      const { status, body } = await api.call("GET", "/.well-known/jwks.json");
      signer.publicKeys = publicKeys;
      expect([status, body.code]).toEqual([500, "internal"]);
      expect(JSON.stringify(body)).not.toContain("secret detail");
      expect(body.detail).toContain(body.instance.split(":").at(-1));
    });
  });
});

describe("without its database", () => {
  const mounts = { "server.ts": mountOnServer, "Next's route handlers": mountOnRouteHandlers };
  it.each(Object.entries(mounts))(
    "mounted by %s, nothing is decided: 503, health says so, and the process lives",
    async (_name, mount) => {
      // Nothing listens on port 1.
      const db = connectDatabase("postgresql://nobody@127.0.0.1:1/nothing", 2);
      const { send, close } = await mount(testRuntime({ ...world, base: { ...world.base, db } }));
      const key = { authorization: `Bearer ${world.agent.key}` };
      const answers = await Promise.all([
        send("/api/v1/operations", { headers: key }),
        send("/api/v1/keys/revoke-leaked", {
          method: "POST",
          headers: { "content-type": "application/json" },
          body: JSON.stringify({ key: world.agent.key }),
        }),
        send("/api/health/ready"),
      ]);
      for (const answer of answers) {
        const body = await answer.text();
        expect([answer.status, JSON.parse(body).code]).toEqual([503, "unavailable"]);
        expect(body).not.toContain("127.0.0.1");
        expect(answer.headers.get("retry-after")).toBe("5");
      }
      expect((await send("/api/health/live")).status).toBe(200);
      await close();
      await db.close();
    },
  );
});
