import { randomUUID } from "node:crypto";
import { Webhook } from "standardwebhooks";
import type { ApiKeyKind } from "@/client/protocol/api-key";
import { signUnsubscription } from "@/lib/core/unsubscribe-token";
import { contextFor } from "@/lib/services/context";
import { registerConnection } from "@/lib/services/connection/register";
import { createEnvironment } from "@/lib/services/environment/create";
import { registerGraphqlSchema } from "@/lib/services/graphql-schema/register";
import { registerResource } from "@/lib/services/inventory/register";
import { issueKey } from "@/lib/services/key/issue";
import { submitManifest } from "@/lib/services/manifest/submit";
import { savePolicy } from "@/lib/services/policy/save";
import { registerWebhook } from "@/lib/services/webhook/register";
import { sendTest } from "@/lib/services/webhook/send-test";
import { showWebhook } from "@/lib/services/webhook/show";
import { incident, type World } from "./seed";
import type { OperationInState, OperationState } from "./operation-states";

/** Everyone who can knock at the API. `revoked` and `expired`: keys of the kind that the endpoint is for. */
export const PRINCIPALS = [
  "nobody",
  "agent",
  "other agent",
  "enforcement point",
  "other enforcement point",
  "audit key",
  "admin key",
  "revoked key",
  "expired key",
  "browser session",
] as const;
export type Principal = (typeof PRINCIPALS)[number];

/** One request that succeeds for who may make it. */
export interface Prepared {
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: string;
  readonly body?: unknown;
  readonly raw?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** What the rows need that they can't make out of the world. */
export interface Surroundings {
  readonly world: World;
  /** Of a role that can only read. */
  readonly readerUrl: string;
  operationIn(state: OperationState): Promise<OperationInState>;
}

export interface Row {
  readonly key: ApiKeyKind | "none";
  /** Everyone else is refused. */
  readonly may: readonly Principal[];
  /** The states of an operation that it is tried in, and what is answered then; else `any`. */
  readonly answers: Readonly<Partial<Record<OperationState | "any", number>>>;
  readonly prepare: (of: Surroundings, state: OperationState) => Promise<Prepared>;
  /** What those who may ask are still not told: the whole answer to them. */
  readonly blind?: Readonly<Partial<Record<Principal, unknown>>>;
}

const AGENTS = ["agent", "other agent"] as const;
const ADMIN = ["admin key"] as const;
const POLICY =
  'version: countersign.policy/1\nrules:\n  - name: somewhere else\n    when: environment.slug == "elsewhere"\n    require:\n      approvals: 1\n';
const SDL = "type Query { a: Int }\ntype Mutation { volumeDelete(volumeId: String!): Boolean! }";
const nothing = () => Promise.resolve({});

let serial = 0;
const fresh = (name: string) => `${name}-${++serial}`;
const operator = ({ base }: World) => contextFor(base, { kind: "operator", login: "root" });
const submission = (body: unknown = incident()): Prepared => ({
  body,
  headers: { "idempotency-key": randomUUID() },
});
const volume = () => ({
  type: "railway.volume",
  pattern: fresh("vol"),
  environment: "production",
  recovery_points: [{ name: "Nightly" }],
});
const resourceOf = async ({ world }: Surroundings) => {
  const { resource } = await registerResource(operator(world), volume());
  return { id: resource.id, point: resource.recovery_points[0]?.id ?? "" };
};
const keyOf = async ({ world }: Surroundings) =>
  (await issueKey(operator(world), { kind: "audit" })).id;
const webhookOf = async ({ world }: Surroundings) =>
  (await registerWebhook(operator(world), { url: "https://hook.example.com/x" })).id;
const schemaOf = async ({ world }: Surroundings) => {
  const { id } = await world.addEnforcementPoint(`https://${fresh("graph")}.example.com`);
  await registerGraphqlSchema(operator(world), { id, schema: SDL });
  return id;
};

/** Of an endpoint for admin keys. */
const administration = (
  answer: number,
  prepare: (of: Surroundings) => Promise<Prepared> = nothing,
): Row => ({ key: "admin", may: ADMIN, answers: { any: answer }, prepare });
/** Of an endpoint that asks for no key. */
const open = (answer: number, prepare: (of: Surroundings) => Promise<Prepared> = nothing): Row => ({
  key: "none",
  may: PRINCIPALS,
  answers: { any: answer },
  prepare,
});
const onOperation = (answers: Row["answers"]): Row => ({
  key: "agent",
  may: ["agent"],
  answers,
  prepare: async (of, state) => ({ params: { id: (await of.operationIn(state)).id } }),
});

/** Who may call what; each endpoint of the OpenAPI document has its row. */
export const TABLE: Readonly<Record<string, Row>> = {
  submitOperation: {
    key: "agent",
    may: AGENTS,
    answers: { any: 201 },
    prepare: async () => submission(),
  },
  previewOperation: {
    key: "agent",
    may: AGENTS,
    answers: { any: 200 },
    prepare: async () => ({ body: incident() }),
  },
  listOperations: {
    key: "agent",
    may: AGENTS,
    answers: { any: 200 },
    async prepare(of) {
      await of.operationIn("cancelled"); // there is one to be seen
      return { query: "?status=cancelled&limit=1" };
    },
    blind: { "other agent": { items: [], next_cursor: null } },
  },
  getOperation: onOperation({
    pending: 200,
    approved: 200,
    denied: 200,
    expired: 200,
    cancelled: 200,
    claimed: 200,
    revoked: 200,
    overdue: 200,
  }),
  cancelOperation: onOperation({
    pending: 200,
    approved: 409,
    denied: 409,
    expired: 409,
    cancelled: 200,
    claimed: 409,
    revoked: 409,
    overdue: 409,
  }),
  submitManifest: {
    key: "agent",
    may: AGENTS,
    answers: { any: 201 },
    prepare: async () => submission({ operations: [incident(), incident()] }),
  },
  getManifest: {
    key: "agent",
    may: ["agent"],
    answers: { any: 200 },
    async prepare({ world }) {
      const body = { operations: [incident()] };
      const { manifest } = await submitManifest(world.agent.ctx, {
        body,
        raw: JSON.stringify(body),
        idempotencyKey: randomUUID(),
      });
      return { params: { id: manifest.id } };
    },
  },
  redeemGrant: {
    key: "enforce",
    may: ["enforcement point"],
    answers: { approved: 200, claimed: 409, revoked: 410, overdue: 410 },
    async prepare(of, state) {
      const { token, execute } = await of.operationIn(state);
      return { body: { grant: token, redemption_id: randomUUID(), operation: execute } };
    },
  },
  introspectGrant: {
    key: "enforce",
    may: ["enforcement point", "other enforcement point"],
    answers: { approved: 200, claimed: 200, revoked: 200, overdue: 200 },
    prepare: async (of, state) => ({ body: { token: (await of.operationIn(state)).token } }),
    blind: { "other enforcement point": { active: false } },
  },
  reportResult: {
    key: "enforce",
    may: ["enforcement point"],
    answers: { claimed: 200 },
    async prepare(of, state) {
      const { redemptionId } = await of.operationIn(state);
      return { params: { redemption_id: redemptionId }, body: { outcome: "succeeded" } };
    },
  },

  listKeys: administration(200),
  issueKey: administration(201, async () => ({ body: { kind: "audit" } })),
  rotateKey: administration(201, async (of) => ({ params: { id: await keyOf(of) }, body: {} })),
  revokeKey: administration(204, async (of) => ({ params: { id: await keyOf(of) } })),
  revokeLeakedKey: open(204, async ({ world }) => ({ body: { key: await world.addKey("audit") } })),

  listFreezes: administration(200),
  freeze: administration(200, async ({ world }) => {
    const made = { slug: fresh("cold"), kind: "staging", group: "sre" } as const;
    const { id } = await createEnvironment(operator(world), made);
    return { body: { scope: "environment", environment: id, reason: "incident 42" } };
  }),

  // By its signature alone, which no key and no session stands in for: the last test has one.
  receiveMailEvent: { key: "none", may: [], answers: { any: 401 }, prepare: mailEvent },
  unsubscribe: open(204, async ({ world }) => {
    const { id: userId } = await world.addUser();
    const of = { userId, choice: "outcome" } as const;
    return {
      query: `?token=${signUnsubscription(of, world.base.config.keyPepper)}`,
      raw: "List-Unsubscribe=One-Click",
      headers: { "content-type": "application/x-www-form-urlencoded" },
    };
  }),

  listWebhooks: administration(200),
  registerWebhook: administration(201, async () => ({
    body: { url: "https://hook.example.com/x" },
  })),
  removeWebhook: administration(204, async (of) => ({ params: { id: await webhookOf(of) } })),
  rotateWebhook: administration(200, async (of) => ({
    params: { id: await webhookOf(of) },
    body: {},
  })),
  testWebhook: administration(202, async (of) => ({ params: { id: await webhookOf(of) } })),
  enableWebhook: administration(204, async (of) => {
    const id = await webhookOf(of);
    const text = "UPDATE webhooks SET disabled_at = now(), disabled_reason = 'gone' WHERE id = $1";
    await of.world.base.db.query({ text }, [id]);
    return { params: { id } };
  }),
  listWebhookDeliveries: administration(200, async (of) => ({
    params: { id: await webhookOf(of) },
  })),
  replayWebhookDelivery: administration(202, async (of) => {
    const id = await webhookOf(of);
    await sendTest(operator(of.world), { id });
    const { deliveries } = await showWebhook(operator(of.world), id);
    const delivery = deliveries[0]?.id ?? "";
    const text = "UPDATE webhook_deliveries SET delivered_at = now() WHERE id = $1";
    await of.world.base.db.query({ text }, [delivery]);
    return { params: { id, delivery } };
  }),

  listInventory: administration(200),
  registerResource: administration(201, async () => ({ body: volume() })),
  importInventory: administration(200, async () => ({ body: { resources: [volume()] } })),
  showResource: administration(200, async (of) => ({ params: await resourceOf(of) })),
  updateResource: administration(200, async (of) => ({
    params: await resourceOf(of),
    body: volume(),
  })),
  removeResource: administration(204, async (of) => ({ params: await resourceOf(of) })),
  addRecoveryPoint: administration(200, async (of) => ({
    params: await resourceOf(of),
    body: { name: "Weekly" },
  })),
  removeRecoveryPoint: administration(204, async (of) => ({ params: await resourceOf(of) })),

  listConnections: administration(200),
  registerConnection: administration(201, async ({ readerUrl }) => ({
    body: { name: fresh("con"), environment: "production", url: readerUrl },
  })),
  removeConnection: administration(204, async ({ world, readerUrl }) => {
    const made = { name: fresh("con"), environment: "production", url: readerUrl };
    return { params: { id: (await registerConnection(operator(world), made)).id } };
  }),

  showGraphqlSchema: administration(200, async (of) => ({ params: { id: await schemaOf(of) } })),
  putGraphqlSchema: administration(201, async ({ world }) => {
    const { id } = await world.addEnforcementPoint(`https://${fresh("graph")}.example.com`);
    return { params: { id }, body: { schema: SDL } };
  }),
  removeGraphqlSchema: administration(204, async (of) => ({ params: { id: await schemaOf(of) } })),

  showActivePolicy: administration(200),
  listPolicies: administration(200),
  savePolicy: administration(201, async () => ({
    body: { source: `${POLICY}# ${fresh("text")}` },
  })),
  validatePolicy: administration(200, async () => ({ body: { source: POLICY } })),
  simulatePolicy: administration(200, async () => ({ body: { source: POLICY } })),
  showPolicy: administration(200, async (of) => ({ params: { version: await versionOf(of) } })),
  activatePolicy: administration(200, async (of) => ({
    params: { version: await versionOf(of) },
    body: { expected_version: 0 },
  })),

  getJwks: open(200),
  getConfiguration: open(200),
  getLiveness: open(200),
  getReadiness: open(200),
};

async function versionOf({ world }: Surroundings): Promise<string> {
  const source = `${POLICY}# ${fresh("text")}`;
  return String((await savePolicy(operator(world), { source })).policy.version);
}

async function mailEvent({ world }: Surroundings): Promise<Prepared> {
  const { email } = await world.addUser();
  const data = { to: [email], bounce: { type: "Permanent", subType: "General", message: "gone" } };
  return { raw: JSON.stringify({ type: "email.bounced", data }) };
}

/** What makes a mail event the provider's own. */
export function signedMail(raw: string, secret: string): Record<string, string> {
  const [id, at] = [`msg_${randomUUID()}`, new Date()];
  return {
    "svix-id": id,
    "svix-timestamp": String(Math.floor(at.getTime() / 1000)),
    "svix-signature": new Webhook(secret).sign(id, at, raw),
  };
}
