import fs from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Role } from "@/lib/core/actor";
import { DomainError } from "@/lib/core/error";
import { operationIn } from "@/test/operation-states";
import { browserOf, visitorIn } from "@/test/browser";
import { addPasskey, type SoftPasskey } from "@/test/passkey";
import { makeReaderRole, type ReaderRole } from "@/test/reader-role";
import type { Reviewer } from "@/test/seed";
import { testWorld } from "@/test/world";
import { createAgent } from "./agent/create";
import { disableAgent } from "./agent/disable";
import { setBudget } from "./agent/set-budget";
import { registerConnection } from "./connection/register";
import { removeConnection } from "./connection/remove";
import { contextFor, type ServiceContext } from "./context";
import { delegateSeats } from "./delegation/create";
import { revokeSeats } from "./delegation/revoke";
import { createEnforcementPoint } from "./enforcement-point/create";
import { disableEnforcementPoint } from "./enforcement-point/disable";
import { createEnvironment } from "./environment/create";
import { freeze } from "./freeze/freeze";
import { beginLifting, liftFreeze } from "./freeze/lift";
import { revokeGrant } from "./grant/revoke";
import { registerGraphqlSchema } from "./graphql-schema/register";
import { removeGraphqlSchema } from "./graphql-schema/remove";
import { addMember } from "./group/add-member";
import { createGroup } from "./group/create";
import { removeMember } from "./group/remove-member";
import { addRecoveryPoint } from "./inventory/add-recovery-point";
import { importInventoryText } from "./inventory/import-text";
import { registerResource } from "./inventory/register";
import { removeResource } from "./inventory/remove";
import { removeRecoveryPoint } from "./inventory/remove-recovery-point";
import { updateResource } from "./inventory/update";
import { issueKey } from "./key/issue";
import { revokeKey } from "./key/revoke";
import { switchMail } from "./mail/switch";
import { approveTogether } from "./manifest/approve";
import { decideOperation } from "./operation/decide";
import { recomputeOperation } from "./operation/recompute";
import { reviewOperation } from "./operation/review";
import { markSeen } from "./operation/see";
import { renamePasskey } from "./passkey/rename";
import { beginChangingPasskeys } from "./passkey/touch";
import { activatePolicy } from "./policy/activate";
import { savePolicy } from "./policy/save";
import { simulatePolicy } from "./policy/simulate";
import { validatePolicy } from "./policy/validate";
import { beginMakingRecoveryCodes } from "./recovery-code/make";
import { endAllSessions, endSession } from "./session/end";
import type { BrowserContext } from "./session/context";
import { changeRole } from "./user/change-role";
import { clearMailBounce } from "./user/clear-bounce";
import { endSessionsOf } from "./user/end-sessions";
import { inviteUser } from "./user/invite";
import { reinstateUser } from "./user/reinstate";
import { setAway } from "./user/set-away";
import { suspendUser } from "./user/suspend";
import { enableWebhook } from "./webhook/enable";
import { registerWebhook } from "./webhook/register";
import { removeWebhook } from "./webhook/remove";
import { replayDelivery } from "./webhook/replay";
import { rotateWebhook } from "./webhook/rotate";
import { sendTest } from "./webhook/send-test";
import { showWebhook } from "./webhook/show";

const world = testWorld();
const sql = (text: string, values: unknown[] = []) => world.base.db.query({ text }, values);

/** From who may least to who may most; `suspended` was an admin until just now. */
const CALLERS = ["suspended", "visitor", "auditor", "reviewer", "admin"] as const;
type Caller = (typeof CALLERS)[number];
/** Each verb judges its caller itself; the cast stands for what a door without a check would hand on. */
type Ctx = BrowserContext<never>;
type Call = (ctx: Ctx, person: Reviewer) => Promise<unknown>;

let operator: ServiceContext;
let other: Reviewer;
let reader: ReaderRole;
let passkey: SoftPasskey;
let serial = 0;
const fresh = (name: string) => `${name}-${++serial}`;

beforeAll(async () => {
  operator = contextFor(world.base, { kind: "operator", login: "root" });
  other = await world.addUser({ role: "admin", name: "Someone Else" });
  await sql("CREATE SCHEMA looked_at");
  reader = await makeReaderRole(world.base.db.url, `action_reader_${process.pid}`, "looked_at");
});
afterAll(() => reader.drop());

async function caller(kind: Caller): Promise<{ ctx: Ctx; person: Reviewer }> {
  const role: Role = kind === "suspended" || kind === "visitor" ? "admin" : kind;
  const person = await world.addUser({ role });
  passkey = await addPasskey(world, person);
  if (kind === "suspended") await suspendUser(operator, { user: person.id });
  const ctx = kind === "visitor" ? visitorIn(world) : browserOf(world, person.ctx.actor);
  return { ctx: ctx as Ctx, person };
}

const inAnHour = () => new Date(Date.now() + 3_600_000).toISOString();
const POLICY = `version: countersign.policy/1
rules:
  - name: somewhere else
    when: environment.slug == "elsewhere"
    require:
      approvals: 1
`;
const SDL = "type Query { a: Int }\ntype Mutation { volumeDelete(volumeId: String!): Boolean! }";
const volume = () => ({
  type: "railway.volume",
  pattern: fresh("vol"),
  environment: "production",
  recovery_points: [{ name: "Nightly" }],
});
const connection = () => ({
  name: fresh("con"),
  environment: "production",
  url: reader.url,
});
const point = (name: string) => ({ name, audience: `https://${name}.example.com` });
const resource = async () => (await registerResource(operator, volume())).resource;
const agent = async () => (await createAgent(operator, { name: fresh("agent") })).id;
const user = async () => (await world.addUser()).id;
const group = async () => (await createGroup(operator, { slug: fresh("group") })).slug;
const enforcementPoint = async () =>
  (await createEnforcementPoint(operator, point(fresh("ep")))).id;
const webhook = async () =>
  (await registerWebhook(operator, { url: "https://hook.example.com/x" })).id;
const version = async () =>
  (await savePolicy(operator, { source: `${POLICY}# ${fresh("text")}` })).policy.version;
const frozen = async () => {
  const made = { slug: fresh("cold"), kind: "staging", group: "sre" } as const;
  const target = {
    scope: "environment",
    environment: (await createEnvironment(operator, made)).slug,
  };
  await freeze(operator, { ...target, reason: "incident" } as never);
  return { ...target, ends_in: null } as never;
};
const pending = async () => {
  const { id } = await operationIn(world, other, "pending");
  return world.formOf(other, id);
};

interface Row {
  least: "admin" | "reviewer" | "auditor";
  prepare: () => Promise<Call>;
  /** Kept out by the door's look at the session alone: lib/web/action.ts asks for one that lives. */
  door?: readonly Caller[];
}
const admins = (prepare: Row["prepare"], more: Partial<Row> = {}): Row => ({
  least: "admin",
  prepare,
  ...more,
});
/** For their own things. Without a person there is nobody whose they were. */
const own = (prepare: Row["prepare"], door: Caller[] = ["visitor", "suspended"]): Row => ({
  least: "auditor",
  prepare,
  door,
});
const deciders = (prepare: Row["prepare"]): Row => ({
  least: "reviewer",
  prepare,
  door: ["visitor"],
});

/** Before anybody is known; each is for who is nobody yet, and proves who they are by itself. */
const FOR_VISITORS = [
  "askForSignInMail",
  "beginAtProvider",
  "beginPasskeySignIn",
  "confirmSignInMail",
  "setUp",
  "signInAtProvider",
  "signInWithLink",
  "signInWithPasskey",
  "signInWithRecoveryCode",
  "unsubscribe",
];
/** No verbs: they lay out what `reviewOperation` gave. */
const PURE = ["artifactOf", "planOf"];
/** Need a ceremony of the caller's own, which their own tests have: step-up.db.test.ts, passkey/, recovery-code/. */
const BY_CEREMONY = [
  "addPasskey",
  "beginAddingPasskey",
  "removePasskey",
  "beginStepUp",
  "makeRecoveryCodes",
];

const TABLE: Readonly<Record<string, Row>> = {
  activatePolicy: admins(async () => {
    const saved = await version();
    await sql("UPDATE installation SET policy_version = NULL");
    return (ctx) => activatePolicy(ctx, { version: saved, expected_version: 0 });
  }),
  savePolicy: admins(async () => (ctx) => savePolicy(ctx, { source: `${POLICY}# ${fresh("a")}` })),
  simulatePolicy: admins(async () => (ctx) => simulatePolicy(ctx, { source: POLICY }), {
    door: ["suspended"],
  }),
  validatePolicy: admins(async () => (ctx) => validatePolicy(ctx, { source: POLICY }), {
    door: ["suspended"],
  }),

  createAgent: admins(async () => (ctx) => createAgent(ctx, { name: fresh("agent") })),
  disableAgent: admins(async () => {
    const id = await agent();
    return (ctx) => disableAgent(ctx, { agent: id });
  }),
  setBudget: admins(async () => {
    const id = await agent();
    return (ctx) => setBudget(ctx, { agent: id, max_pending: 3, max_per_hour: null });
  }),
  createEnforcementPoint: admins(
    async () => (ctx) => createEnforcementPoint(ctx, point(fresh("ep"))),
  ),
  disableEnforcementPoint: admins(async () => {
    const id = await enforcementPoint();
    return (ctx) => disableEnforcementPoint(ctx, { enforcement_point: id });
  }),
  registerGraphqlSchema: admins(async () => {
    const id = await enforcementPoint();
    return (ctx) => registerGraphqlSchema(ctx, { id, schema: SDL });
  }),
  removeGraphqlSchema: admins(async () => {
    const id = await enforcementPoint();
    await registerGraphqlSchema(operator, { id, schema: SDL });
    return (ctx) => removeGraphqlSchema(ctx, { id });
  }),
  createEnvironment: admins(
    async () => (ctx) =>
      createEnvironment(ctx, { slug: fresh("env"), kind: "staging", group: "sre" }),
  ),
  registerConnection: admins(async () => (ctx) => registerConnection(ctx, connection())),
  removeConnection: admins(async () => {
    const { id } = await registerConnection(operator, connection());
    return (ctx) => removeConnection(ctx, { connection: id });
  }),
  issueKey: admins(async () => (ctx) => issueKey(ctx, { kind: "audit" })),
  revokeKey: admins(async () => {
    const { id } = await issueKey(operator, { kind: "audit" });
    return (ctx) => revokeKey(ctx, { id });
  }),

  registerResource: admins(async () => (ctx) => registerResource(ctx, volume())),
  importInventoryText: admins(
    async () => (ctx) => importInventoryText(ctx, { text: JSON.stringify([volume()]) }),
  ),
  updateResource: admins(async () => {
    const { id } = await resource();
    return (ctx) => updateResource(ctx, { id, ...volume() });
  }),
  removeResource: admins(async () => {
    const { id } = await resource();
    return (ctx) => removeResource(ctx, { id });
  }),
  addRecoveryPoint: admins(async () => {
    const { id } = await resource();
    return (ctx) => addRecoveryPoint(ctx, { resource: id, name: "Weekly" });
  }),
  removeRecoveryPoint: admins(async () => {
    const { id, recovery_points } = await resource();
    return (ctx) => removeRecoveryPoint(ctx, { resource: id, id: recovery_points[0]?.id ?? "" });
  }),

  registerWebhook: admins(
    async () => (ctx) => registerWebhook(ctx, { url: "https://hook.example.com/x" }),
  ),
  rotateWebhook: admins(async () => {
    const id = await webhook();
    return (ctx) => rotateWebhook(ctx, { id });
  }),
  sendTest: admins(async () => {
    const id = await webhook();
    return (ctx) => sendTest(ctx, { id });
  }),
  enableWebhook: admins(async () => {
    const id = await webhook();
    await sql("UPDATE webhooks SET disabled_at = now(), disabled_reason = 'gone' WHERE id = $1", [
      id,
    ]);
    return (ctx) => enableWebhook(ctx, { id });
  }),
  removeWebhook: admins(async () => {
    const id = await webhook();
    return (ctx) => removeWebhook(ctx, { id });
  }),
  replayDelivery: admins(async () => {
    const id = await webhook();
    await sendTest(operator, { id });
    const delivery = (await showWebhook(operator, id)).deliveries[0]?.id ?? "";
    await sql("UPDATE webhook_deliveries SET delivered_at = now() WHERE id = $1", [delivery]);
    return (ctx) => replayDelivery(ctx, { id, delivery });
  }),

  createGroup: admins(async () => (ctx) => createGroup(ctx, { slug: fresh("group") })),
  addMember: admins(async () => {
    const slug = await group();
    return (ctx) => addMember(ctx, { group: slug, user: other.id });
  }),
  removeMember: admins(async () => {
    const slug = await group();
    await addMember(operator, { group: slug, user: other.id });
    return (ctx) => removeMember(ctx, { group: slug, user: other.id });
  }),
  inviteUser: admins(
    async () => (ctx) =>
      inviteUser(ctx, {
        email: `${fresh("new")}@example.com`,
        name: "New",
        role: "auditor",
        groups: [],
        sendMail: false,
      }),
  ),
  changeRole: admins(async () => {
    const id = await user();
    return (ctx) => changeRole(ctx, { user: id, role: "auditor" });
  }),
  suspendUser: admins(async () => {
    const id = await user();
    return (ctx) => suspendUser(ctx, { user: id });
  }),
  reinstateUser: admins(async () => {
    const id = await user();
    await suspendUser(operator, { user: id });
    return (ctx) => reinstateUser(ctx, { user: id });
  }),
  endSessionsOf: admins(async () => {
    const id = await user();
    return (ctx) => endSessionsOf(ctx, { user: id });
  }),
  clearMailBounce: admins(async () => {
    const id = await user();
    await sql(
      "UPDATE users SET mail_bounced_at = now(), mail_bounce_reason = 'gone' WHERE id = $1",
      [id],
    );
    return (ctx) => clearMailBounce(ctx, { user: id });
  }),
  // For themselves every reviewer may; this is on behalf of another.
  setAway: admins(async () => {
    const id = await user();
    return (ctx) => setAway(ctx, { user: id, until: inAnHour() });
  }),
  delegateSeats: admins(async () => {
    const from = await user();
    return (ctx) => delegateSeats(ctx, { from, to: other.id, ends_at: inAnHour(), reason: "ill" });
  }),
  revokeSeats: admins(async () => {
    const made = { from: await user(), to: other.id, ends_at: inAnHour(), reason: "ill" };
    const { id } = await delegateSeats(operator, made);
    return (ctx) => revokeSeats(ctx, { id });
  }),

  beginLifting: admins(
    async () => {
      const target = await frozen();
      return (ctx) => beginLifting(ctx, target);
    },
    { door: ["suspended"] },
  ),
  liftFreeze: admins(async () => {
    const target = await frozen();
    return async (ctx, { ctx: real }) => {
      const { challengeId, options } = await beginLifting(
        browserOf(world, real.actor),
        target,
      ).catch(() => ({ challengeId: "chl_none", options: {} }));
      return liftFreeze(ctx, { challengeId, response: passkey.answer(options) });
    };
  }),
  freeze: {
    least: "reviewer",
    async prepare() {
      const made = { slug: fresh("cold"), kind: "staging", group: "sre" } as const;
      const { id } = await createEnvironment(operator, made);
      return (ctx) => freeze(ctx, { scope: "environment", environment: id, reason: "incident" });
    },
  },

  decideOperation: deciders(async () => {
    const form = await pending();
    return (ctx) => decideOperation(ctx, { ...form, verdict: "approve" });
  }),
  approveTogether: deciders(async () => {
    const { id } = await operationIn(world, other, "pending");
    // As evidence would have it, were it harmless: nothing else is approved in a list.
    await sql("UPDATE operations SET risk = 'low' WHERE id = $1", [id]);
    const form = await world.formOf(other, id);
    return async (ctx) => {
      const [done] = await approveTogether(ctx, { items: [form] });
      // It says of each what held it up, where the others throw it.
      if (done?.refused) throw new DomainError("not_eligible", done.refused);
    };
  }),
  revokeGrant: deciders(async () => {
    const { id } = await operationIn(world, other, "approved");
    return (ctx) => revokeGrant(ctx, { operationId: id, comment: "No." });
  }),
  recomputeOperation: deciders(async () => {
    const { id } = await operationIn(world, other, "pending");
    return (ctx) => recomputeOperation(ctx, id);
  }),

  reviewOperation: own(async () => {
    const { operationId } = await pending();
    return (ctx) => reviewOperation(ctx, operationId);
  }),
  markSeen: own(async () => {
    const { operationId } = await pending();
    return (ctx) => markSeen(ctx, operationId);
  }, ["visitor"]),
  switchMail: own(
    async () => (ctx) => switchMail(ctx, { name: "outcome", on: false }),
    ["visitor"],
  ),
  beginChangingPasskeys: own(async () => beginChangingPasskeys),
  renamePasskey: own(
    async () => (ctx) => renamePasskey(ctx, { id: passkey.id, name: "Of the car" }),
    ["visitor"],
  ),
  beginMakingRecoveryCodes: own(async () => beginMakingRecoveryCodes),
  endSession: own(async () => (ctx, person) => endSession(ctx, { id: person.ctx.actor.sessionId })),
  endAllSessions: own(async () => endAllSessions),
};

const REFUSALS = ["forbidden", "not_eligible", "unauthenticated"];
const events = async () =>
  (await sql("SELECT 1 AS one FROM audit_events WHERE action <> 'user.suspended'")).length;

test("every service that a server action calls has its row", () => {
  const called = new Set<string>();
  for (const file of fs.readdirSync("app", { recursive: true, encoding: "utf8" })) {
    if (path.basename(file) !== "actions.ts") continue;
    const text = fs.readFileSync(path.join("app", file), "utf8");
    const imports = /^import \{([^}]+)\} from "@\/lib\/services\//gm;
    for (const [, names = ""] of text.matchAll(imports))
      for (const name of names.split(","))
        if (name.trim() && !name.trim().startsWith("type "))
          called.add(name.trim().split(" as ")[0] ?? "");
  }
  const known = [...Object.keys(TABLE), ...FOR_VISITORS, ...PURE, ...BY_CEREMONY];
  expect([...called].sort()).toEqual(known.sort());
});

describe.each(Object.entries(TABLE))("%s", (_, { least, prepare, door = [] }) => {
  const lower = CALLERS.slice(0, CALLERS.indexOf(least)).filter((kind) => !door.includes(kind));

  test.each(lower)(`is closed to who is %s, and nothing is written`, async (kind) => {
    const call = await prepare();
    const { ctx, person } = await caller(kind);
    const before = await events();
    const refusal: unknown = await call(ctx, person).then(
      () => "it was done",
      (error: unknown) => error,
    );
    expect(refusal).toBeInstanceOf(DomainError);
    const { code } = refusal as DomainError;
    expect(REFUSALS).toContain(code);
    expect(await events()).toBe(before);
  });

  test(`is open to who is ${least}`, async () => {
    const call = await prepare();
    const { ctx, person } = await caller(least);
    await call(ctx, person);
  });
});
