import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { getRequestListener } from "@hono/node-server";
import pino from "pino";
import { afterAll, beforeAll, describe, expect } from "vitest";
import type { z } from "@hono/zod-openapi";
import * as health from "@/app/api/health/[[...path]]/route";
import * as v1 from "@/app/api/v1/[[...path]]/route";
import * as wellKnown from "@/app/.well-known/[name]/route";
import * as reference from "@/app/docs/api/[[...path]]/route";
import { createApi } from "@/lib/api/app";
import { ConnectionListSchema, ConnectionSchema } from "@/lib/contract/connection";
import { ConfigurationSchema, HealthSchema, JwksSchema } from "@/lib/contract/discovery";
import { IntrospectionSchema, RedemptionSchema, ResultSchema } from "@/lib/contract/grant";
import { GraphqlSchemaSchema } from "@/lib/contract/graphql-schema";
import {
  ImportedInventorySchema,
  InventoryPageSchema,
  InventoryResourceSchema,
} from "@/lib/contract/inventory";
import { IssuedKeySchema, KeyPageSchema } from "@/lib/contract/key";
import {
  ManifestSchema,
  OperationPageSchema,
  OperationSchema,
  OperationSummarySchema,
  PreviewSchema,
} from "@/lib/contract/operation";
import {
  ActivePolicySchema,
  PolicyListSchema,
  PolicyValidationSchema,
  PolicyVersionDetailSchema,
  SimulationSchema,
} from "@/lib/contract/policy-version";
import {
  DeliveryListSchema,
  RegisteredWebhookSchema,
  WebhookListSchema,
} from "@/lib/contract/webhook";
import { ProblemSchema } from "@/lib/contract/problem";
import { ERROR_TABLE } from "@/lib/core/error";
import { RateLimit } from "@/lib/admission/rate-limit";
import { loadEnv } from "@/lib/env";
import type { Runtime } from "@/lib/runtime";
import { trackLastUse } from "@/lib/services/key/last-use";
import { TEST_SECRETS, type World } from "./seed";

const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString("base64");

/** A runtime on the test's database, with nothing in the background. */
export function testRuntime(world: World, environment: Record<string, string> = {}): Runtime {
  const env = loadEnv({
    DEPLOYMENT: "local",
    DATABASE_URL: world.base.db.url,
    AUTH_SECRET: base64(TEST_SECRETS.keyPepper),
    KEY_PEPPER: base64(TEST_SECRETS.keyPepper),
    KEY_ENCRYPTION_KEY: base64(TEST_SECRETS.keyEncryptionKey),
    RATE_LIMIT_PER_MINUTE: "100000",
    LOG_LEVEL: "silent",
    ...environment,
  });
  return {
    env,
    base: world.base,
    log: pino({ level: "silent" }),
    lastUse: trackLastUse(world.base.db),
    rateLimit: new RateLimit(env.RATE_LIMIT_PER_MINUTE),
    stopping: new AbortController(),
    stop: async () => undefined,
  };
}

export type Send = (path: string, init?: RequestInit) => Promise<Response>;
interface Mounted {
  send: Send;
  close(): Promise<void>;
}

/** As server.ts does it: node:http in front. */
export async function mountOnServer(runtime: Runtime): Promise<Mounted> {
  const listener = getRequestListener(createApi(runtime).fetch, { overrideGlobalObjects: false });
  const server = createServer((request, response) => void listener(request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    send: (path, init) => fetch(`http://127.0.0.1:${port}${path}`, { redirect: "manual", ...init }),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

const SLOT = Symbol.for("countersign.runtime");
const ROUTES: [prefix: string, handlers: Record<string, unknown>][] = [
  ["/api/v1", v1],
  ["/api/health", health],
  ["/.well-known", wellKnown],
  ["/docs/api", reference],
];

/** As Next does it: the route files' own handlers, with Request objects. */
export async function mountOnRouteHandlers(runtime: Runtime): Promise<Mounted> {
  (globalThis as Record<symbol, unknown>)[SLOT] = Promise.resolve(runtime);
  return {
    async send(path, init = {}) {
      const handlers = ROUTES.find(([prefix]) => path.startsWith(prefix))?.[1];
      const handler = handlers?.[init.method ?? "GET"] as
        ((r: Request) => Promise<Response>) | undefined;
      if (!handler) throw new Error(`Next has no handler for ${init.method} ${path}`);
      return handler(new Request(`http://localhost:3000${path}`, init));
    },
    async close() {
      delete (globalThis as Record<symbol, unknown>)[SLOT];
    },
  };
}

export interface Answer {
  status: number;
  headers: Headers;
  /** Parsed JSON where it is JSON, else text. */
  body: any; // oxlint-disable-line typescript/no-explicit-any -- tests look where they like; the schema was checked
}

export interface CallOptions {
  key?: string | undefined;
  /** Sent as JSON; or give `raw`. */
  body?: unknown;
  raw?: BodyInit;
  headers?: Record<string, string>;
  signal?: AbortSignal;
}

export interface Api {
  send: Send;
  runtime: Runtime;
  /** Sends, and checks what holds for every answer: its schema, its headers. */
  call(method: string, path: string, options?: CallOptions): Promise<Answer>;
}

/** Defines the same tests on both mounts. */
export function describeApi(
  world: World,
  define: (api: Api) => void,
  env: Record<string, string> = {},
): void {
  const mounts = { "server.ts": mountOnServer, "Next's route handlers": mountOnRouteHandlers };
  for (const [name, mount] of Object.entries(mounts)) {
    describe(`mounted by ${name}`, () => {
      const api = {} as Api;
      let mounted: Mounted;
      beforeAll(async () => {
        const runtime = testRuntime(world, env);
        mounted = await mount(runtime);
        Object.assign(api, { runtime, send: mounted.send, call: caller(mounted.send) });
      });
      afterAll(() => mounted.close());
      define(api);
    });
  }
}

function caller(send: Send): Api["call"] {
  return async (method, path, { key, body, raw, headers, signal } = {}) => {
    const payload = raw ?? (body === undefined ? undefined : JSON.stringify(body));
    const response = await send(path, {
      method,
      headers: {
        ...(key === undefined ? {} : { authorization: `Bearer ${key}` }),
        ...(payload === undefined ? {} : { "content-type": "application/json" }),
        ...headers,
      },
      ...(payload === undefined ? {} : { body: payload }),
      ...(payload instanceof ReadableStream ? { duplex: "half" } : {}),
      ...(signal ? { signal } : {}),
    } as RequestInit);
    const text = await response.text();
    const isJson = /json/.test(response.headers.get("content-type") ?? "");
    const answer = {
      status: response.status,
      headers: response.headers,
      body: isJson && text ? JSON.parse(text) : text,
    };
    expectWellFormed(method, path, answer);
    return answer;
  };
}

const SCHEMAS: [method: string, path: RegExp, schema: z.ZodType | null][] = [
  ["POST", /^\/api\/v1\/operations$/, OperationSummarySchema],
  ["GET", /^\/api\/v1\/operations(\?|$)/, OperationPageSchema],
  ["POST", /^\/api\/v1\/operations\/preview$/, PreviewSchema],
  ["GET", /^\/api\/v1\/operations\/[^/]+$/, OperationSchema],
  ["POST", /^\/api\/v1\/operations\/[^/]+\/cancel$/, OperationSummarySchema],
  ["POST", /^\/api\/v1\/operations:batch$/, ManifestSchema],
  ["GET", /^\/api\/v1\/manifests\/[^/]+$/, ManifestSchema],
  ["POST", /^\/api\/v1\/grants\/redeem$/, RedemptionSchema],
  ["POST", /^\/api\/v1\/grants\/introspect$/, IntrospectionSchema],
  ["POST", /^\/api\/v1\/redemptions\/[^/]+\/result$/, ResultSchema],
  ["GET", /^\/api\/v1\/keys(\?|$)/, KeyPageSchema],
  ["POST", /^\/api\/v1\/keys(\/[^/]+\/rotate)?$/, IssuedKeySchema],
  ["GET", /^\/api\/v1\/inventory(\?|$)/, InventoryPageSchema],
  ["POST", /^\/api\/v1\/inventory\/import$/, ImportedInventorySchema],
  ["POST", /^\/api\/v1\/inventory(\/[^/]+\/recovery-points)?$/, InventoryResourceSchema],
  ["GET", /^\/api\/v1\/inventory\/[^/]+$/, InventoryResourceSchema],
  ["PUT", /^\/api\/v1\/inventory\/[^/]+$/, InventoryResourceSchema],
  ["GET", /^\/api\/v1\/connections$/, ConnectionListSchema],
  ["POST", /^\/api\/v1\/connections$/, ConnectionSchema],
  ["GET", /^\/api\/v1\/enforcement-points\/[^/]+\/graphql-schema$/, GraphqlSchemaSchema],
  ["PUT", /^\/api\/v1\/enforcement-points\/[^/]+\/graphql-schema$/, GraphqlSchemaSchema],
  ["GET", /^\/api\/v1\/policy$/, ActivePolicySchema],
  ["GET", /^\/api\/v1\/policies(\?|$)/, PolicyListSchema],
  ["POST", /^\/api\/v1\/policies$/, PolicyVersionDetailSchema],
  ["POST", /^\/api\/v1\/policies\/validate$/, PolicyValidationSchema],
  ["POST", /^\/api\/v1\/policies\/simulate$/, SimulationSchema],
  ["POST", /^\/api\/v1\/policies\/\d+\/activate$/, ActivePolicySchema],
  ["GET", /^\/api\/v1\/webhooks$/, WebhookListSchema],
  ["POST", /^\/api\/v1\/webhooks(\/[^/]+\/rotate)?$/, RegisteredWebhookSchema],
  ["GET", /^\/api\/v1\/webhooks\/[^/]+\/deliveries$/, DeliveryListSchema],
  ["GET", /^\/\.well-known\/countersign$/, ConfigurationSchema],
  ["GET", /^\/\.well-known\/jwks\.json$/, JwksSchema],
  ["GET", /^\/api\/health\/(live|ready)$/, HealthSchema],
];

function expectWellFormed(method: string, path: string, { status, headers, body }: Answer): void {
  const place = `${method} ${path} ${status}`;
  expect(headers.get("x-request-id"), place).toMatch(/^req_[0-9a-z]{26}$/);
  expect(headers.get("x-content-type-options"), place).toBe("nosniff");
  expect(headers.get("content-security-policy"), place).toContain("frame-ancestors 'none'");
  if (!path.startsWith("/docs/")) expect(headers.get("cache-control"), place).toBe("no-store");
  if (status >= 400 && method !== "HEAD") {
    expect(headers.get("content-type"), place).toBe("application/problem+json");
    const problem = ProblemSchema.parse(body);
    expect([problem.status, problem.title], place).toEqual(ERROR_TABLE[problem.code]);
    expect(problem.status, place).toBe(status);
    expect(problem.type).toBe(`http://localhost:3000/docs/errors#${problem.code}`);
    expect(problem.instance).toBe(`urn:countersign:request:${headers.get("x-request-id")}`);
    expect(headers.has("www-authenticate"), place).toBe(status === 401);
    expect(headers.has("allow"), place).toBe(status === 405);
    if (status === 429) expect(headers.get("retry-after"), place).toMatch(/^[0-9]+$/);
  } else if (body !== "" && status < 300) {
    const schema = SCHEMAS.find(([m, p]) => m === method && p.test(path))?.[2];
    const parsed = schema?.safeParse(body);
    if (parsed && !parsed.success)
      expect.fail(`${place} doesn't match its schema: ${parsed.error.message}`);
  }
}
