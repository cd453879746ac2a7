import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { DomainError } from "@/lib/core/error";
import { newId } from "@/lib/core/id";
import { makeReaderRole, type ReaderRole } from "@/test/reader-role";
import type { Reviewer } from "@/test/seed";
import { testWorld } from "@/test/world";
import { createAgent } from "./agent/create";
import { disableAgent } from "./agent/disable";
import { listAgents } from "./agent/list";
import { listEvents } from "./audit/list";
import { listConnections } from "./connection/list";
import { registerConnection } from "./connection/register";
import { removeConnection } from "./connection/remove";
import { contextFor, type ServiceContext } from "./context";
import { createEnforcementPoint } from "./enforcement-point/create";
import { disableEnforcementPoint } from "./enforcement-point/disable";
import { listEnforcementPoints } from "./enforcement-point/list";
import { delegateSeats } from "./delegation/create";
import { changeEnvironment } from "./environment/change";
import { createEnvironment } from "./environment/create";
import { listEnvironments } from "./environment/list";
import { addMember } from "./group/add-member";
import { createGroup } from "./group/create";
import { listGroups } from "./group/list";
import { removeMember } from "./group/remove-member";
import { addRecoveryPoint } from "./inventory/add-recovery-point";
import { importInventory } from "./inventory/import";
import { listInventory } from "./inventory/list";
import { registerResource } from "./inventory/register";
import { removeResource } from "./inventory/remove";
import { removeRecoveryPoint } from "./inventory/remove-recovery-point";
import { showResource } from "./inventory/show";
import { updateResource } from "./inventory/update";
import { authenticateKey } from "./key/authenticate";
import { issueKey } from "./key/issue";
import { listKeys } from "./key/list";
import { revokeKey } from "./key/revoke";
import { rotateKey } from "./key/rotate";
import { diffPolicies } from "./policy/diff";
import { listPolicies } from "./policy/list";
import { savePolicy } from "./policy/save";
import { showPolicy } from "./policy/show";
import { changeRole } from "./user/change-role";
import { endSessionsOf } from "./user/end-sessions";
import { reviewerHabits } from "./user/habits";
import { listUsers } from "./user/list";
import { freeze } from "./freeze/freeze";
import { listFreezes } from "./freeze/list";
import { setAway } from "./user/set-away";
import { reinstateUser } from "./user/reinstate";
import { suspendUser } from "./user/suspend";
import { listWebhooks } from "./webhook/list";
import { registerWebhook } from "./webhook/register";
import { showWebhook } from "./webhook/show";

const world = testWorld();

const CALLERS = [
  "admin",
  "reviewer",
  "auditor",
  "admin_key",
  "audit_key",
  "agent",
  "enforcement_point",
  "operator",
  "visitor",
  "system",
] as const;
type Caller = (typeof CALLERS)[number];

const contexts = {} as Record<Caller, ServiceContext>;
let other: Reviewer;
let reader: ReaderRole;
let operator: ServiceContext;
let serial = 0;
const fresh = (name: string) => `${name}-${++serial}`;

beforeAll(async () => {
  const { base } = world;
  const byKey = async (kind: "admin" | "audit") =>
    authenticateKey(base, {
      header: `Bearer ${await world.addKey(kind)}`,
      requestId: newId("req"),
    });
  operator = contextFor(base, { kind: "operator", login: "root" });
  other = await world.addUser({ name: "Someone Else" });
  await base.db.query({ text: "CREATE SCHEMA looked_at" }, []);
  reader = await makeReaderRole(base.db.url, `authority_reader_${process.pid}`, "looked_at");
  Object.assign(contexts, {
    admin: (await world.addUser({ role: "admin" })).ctx,
    reviewer: (await world.addUser({ role: "reviewer" })).ctx,
    auditor: (await world.addUser({ role: "auditor" })).ctx,
    admin_key: await byKey("admin"),
    audit_key: await byKey("audit"),
    agent: world.agent.ctx,
    enforcement_point: world.enforcement.ctx,
    operator,
    visitor: contextFor(base, { kind: "visitor" }),
    system: contextFor(base, { kind: "system", task: "test" }),
  });
});

afterAll(() => reader.drop());

const ADMINISTRATORS: readonly Caller[] = ["admin", "admin_key", "operator"];
const HUMAN_ADMINISTRATORS: readonly Caller[] = ["admin", "operator"];
const PEOPLE_READERS: readonly Caller[] = ["admin", "auditor", "operator"];
const SETUP_READERS: readonly Caller[] = ["admin", "auditor", "admin_key", "operator"];
const FREEZERS: readonly Caller[] = ["admin", "reviewer", "admin_key", "operator"];
const MEMBERS: readonly Caller[] = ["admin", "reviewer", "auditor", "admin_key", "operator"];
const AUDIT_READERS: readonly Caller[] = ["admin", "reviewer", "auditor", "audit_key", "operator"];

const issued = (kind: "audit" | "admin") => issueKey(operator, { kind });
const volume = () => ({
  type: "railway.volume",
  pattern: fresh("vol"),
  environment: "production",
  recovery_points: [{ name: "Nightly" }],
});
const registered = async () => (await registerResource(operator, volume())).resource;
const connection = () => ({ name: fresh("con"), environment: "production", url: reader.url });
const point = (name: string) => ({ name, audience: `https://${name}.example.com` });

const saved = async () => {
  const source = `version: countersign.policy/1\nrules: [] # ${fresh("policy")}\n`;
  return (await savePolicy(operator, { source })).policy.version;
};

/** Each verb: who may, and one call that succeeds for them; what it needs is made by the operator first. */
const VERBS: readonly [
  string,
  readonly Caller[],
  () => Promise<(ctx: ServiceContext) => Promise<unknown>>,
][] = [
  [
    "createEnvironment",
    ADMINISTRATORS,
    async () => (ctx) =>
      createEnvironment(ctx, { slug: fresh("env"), kind: "staging", group: "sre" }),
  ],
  [
    "changeEnvironment",
    ADMINISTRATORS,
    async () => (ctx) => changeEnvironment(ctx, { environment: "staging", name: fresh("Staging") }),
  ],
  [
    "freeze",
    FREEZERS,
    async () => {
      const made = { slug: fresh("cold"), kind: "staging", group: "sre" } as const;
      const { id } = await createEnvironment(operator, made);
      return (ctx) => freeze(ctx, { scope: "environment", environment: id, reason: "incident" });
    },
  ],
  ["listFreezes", MEMBERS, async () => listFreezes],
  [
    "delegateSeats of another",
    HUMAN_ADMINISTRATORS,
    async () => {
      const from = (await world.addUser()).id;
      const ends_at = new Date(Date.now() + 3_600_000).toISOString();
      return (ctx) => delegateSeats(ctx, { from, to: other.id, ends_at, reason: "ill" });
    },
  ],
  [
    "setAway of another",
    HUMAN_ADMINISTRATORS,
    async () => {
      const user = (await world.addUser()).id;
      const until = new Date(Date.now() + 3_600_000).toISOString();
      return (ctx) => setAway(ctx, { user, until });
    },
  ],
  ["createGroup", ADMINISTRATORS, async () => (ctx) => createGroup(ctx, { slug: fresh("group") })],
  ["createAgent", ADMINISTRATORS, async () => (ctx) => createAgent(ctx, { name: fresh("agent") })],
  [
    "disableAgent",
    ADMINISTRATORS,
    async () => {
      const { id } = await createAgent(operator, { name: fresh("agent") });
      return (ctx) => disableAgent(ctx, { agent: id });
    },
  ],
  [
    "createEnforcementPoint",
    ADMINISTRATORS,
    async () => (ctx) => createEnforcementPoint(ctx, point(fresh("ep"))),
  ],
  [
    "disableEnforcementPoint",
    ADMINISTRATORS,
    async () => {
      const { id } = await createEnforcementPoint(operator, point(fresh("ep")));
      return (ctx) => disableEnforcementPoint(ctx, { enforcement_point: id });
    },
  ],
  ["registerResource", ADMINISTRATORS, async () => (ctx) => registerResource(ctx, volume())],
  [
    "updateResource",
    ADMINISTRATORS,
    async () => {
      const { id } = await registered();
      return (ctx) => updateResource(ctx, { id, ...volume() });
    },
  ],
  [
    "removeResource",
    ADMINISTRATORS,
    async () => {
      const { id } = await registered();
      return (ctx) => removeResource(ctx, { id });
    },
  ],
  [
    "importInventory",
    ADMINISTRATORS,
    async () => (ctx) => importInventory(ctx, { resources: [volume(), volume()] }),
  ],
  [
    "addRecoveryPoint",
    ADMINISTRATORS,
    async () => {
      const { id } = await registered();
      return (ctx) => addRecoveryPoint(ctx, { resource: id, name: "Weekly" });
    },
  ],
  [
    "removeRecoveryPoint",
    ADMINISTRATORS,
    async () => {
      const { id, recovery_points } = await registered();
      return (ctx) => removeRecoveryPoint(ctx, { resource: id, id: recovery_points[0]?.id ?? "" });
    },
  ],
  ["listInventory", MEMBERS, async () => (ctx) => listInventory(ctx)],
  [
    "showResource",
    MEMBERS,
    async () => {
      const { id } = await registered();
      return (ctx) => showResource(ctx, { id });
    },
  ],
  [
    "registerConnection",
    ADMINISTRATORS,
    async () => (ctx) => registerConnection(ctx, connection()),
  ],
  [
    "removeConnection",
    ADMINISTRATORS,
    async () => {
      const { id } = await registerConnection(operator, connection());
      return (ctx) => removeConnection(ctx, { connection: id });
    },
  ],
  ["listConnections", MEMBERS, async () => listConnections],
  ["issueKey", ADMINISTRATORS, async () => (ctx) => issueKey(ctx, { kind: "audit" })],
  [
    "issueKey for an admin key",
    HUMAN_ADMINISTRATORS,
    async () => (ctx) => issueKey(ctx, { kind: "admin" }),
  ],
  [
    "rotateKey",
    ADMINISTRATORS,
    async () => {
      const { id } = await issued("audit");
      return (ctx) => rotateKey(ctx, { id });
    },
  ],
  [
    "rotateKey of an admin key",
    HUMAN_ADMINISTRATORS,
    async () => {
      const { id } = await issued("admin");
      return (ctx) => rotateKey(ctx, { id });
    },
  ],
  [
    "revokeKey",
    ADMINISTRATORS,
    async () => {
      const { id } = await issued("audit");
      return (ctx) => revokeKey(ctx, { id });
    },
  ],
  ["listKeys", SETUP_READERS, async () => (ctx) => listKeys(ctx)],
  ["reviewerHabits", PEOPLE_READERS, async () => reviewerHabits],
  ["listWebhooks", SETUP_READERS, async () => listWebhooks],
  [
    "showWebhook",
    SETUP_READERS,
    async () => {
      const { id } = await registerWebhook(operator, { url: "https://hook.example.com/x" });
      return (ctx) => showWebhook(ctx, id);
    },
  ],
  ["listPolicies", SETUP_READERS, async () => (ctx) => listPolicies(ctx)],
  [
    "showPolicy",
    SETUP_READERS,
    async () => {
      const version = await saved();
      return (ctx) => showPolicy(ctx, { version });
    },
  ],
  [
    "diffPolicies",
    SETUP_READERS,
    async () => {
      const version = await saved();
      return (ctx) => diffPolicies(ctx, { from: 0, to: version });
    },
  ],
  [
    "addMember",
    HUMAN_ADMINISTRATORS,
    async () => {
      const { slug } = await createGroup(operator, { slug: fresh("group") });
      return (ctx) => addMember(ctx, { group: slug, user: other.id });
    },
  ],
  [
    "removeMember",
    HUMAN_ADMINISTRATORS,
    async () => {
      const { slug } = await createGroup(operator, { slug: fresh("group") });
      await addMember(operator, { group: slug, user: other.id });
      return (ctx) => removeMember(ctx, { group: slug, user: other.id });
    },
  ],
  [
    "changeRole",
    HUMAN_ADMINISTRATORS,
    async () => {
      const { id } = await world.addUser();
      return (ctx) => changeRole(ctx, { user: id, role: "auditor" });
    },
  ],
  [
    "suspendUser",
    HUMAN_ADMINISTRATORS,
    async () => {
      const { id } = await world.addUser();
      return (ctx) => suspendUser(ctx, { user: id });
    },
  ],
  [
    "reinstateUser",
    HUMAN_ADMINISTRATORS,
    async () => {
      const { id } = await world.addUser();
      await suspendUser(operator, { user: id });
      return (ctx) => reinstateUser(ctx, { user: id });
    },
  ],
  ["listUsers", PEOPLE_READERS, async () => (ctx) => listUsers(ctx)],
  [
    "endSessionsOf",
    HUMAN_ADMINISTRATORS,
    async () => {
      const { id } = await world.addUser();
      return (ctx) => endSessionsOf(ctx, { user: id });
    },
  ],
  ["listEnvironments", MEMBERS, async () => listEnvironments],
  ["listGroups", MEMBERS, async () => listGroups],
  ["listAgents", MEMBERS, async () => listAgents],
  ["listEnforcementPoints", MEMBERS, async () => listEnforcementPoints],
  ["listEvents", AUDIT_READERS, async () => (ctx) => listEvents(ctx)],
];

const READS = /^(list|show|diff|reviewerHabits)/;
const countEvents = async () =>
  (
    await world.base.db.query<{ n: number }>(
      { text: "SELECT count(*)::int AS n FROM audit_events" },
      [],
    )
  )[0]?.n ?? 0;

const REFUSALS: Partial<Record<Caller, string>> = {
  admin_key: "wrong_key_kind",
  audit_key: "wrong_key_kind",
  agent: "wrong_key_kind",
  enforcement_point: "wrong_key_kind",
  visitor: "unauthenticated",
};

describe.each(VERBS)("%s", (verb, allowed, prepare) => {
  test.each(CALLERS.filter((caller) => allowed.includes(caller)))(
    `is open to %s, and a change leaves exactly one audit event in their name`,
    async (caller) => {
      const call = await prepare();
      const before = await countEvents();
      await call(contexts[caller]);
      expect(await countEvents()).toBe(before + (READS.test(verb) ? 0 : 1));
      if (READS.test(verb)) return;
      const { items } = await listEvents(operator, { limit: 1 });
      expect(items[0]?.actor["kind"]).toBe(contexts[caller].actor.kind);
    },
  );

  test.each(CALLERS.filter((caller) => !allowed.includes(caller)))(
    "is closed to %s, and nothing is written",
    async (caller) => {
      const call = await prepare();
      const before = await countEvents();
      const refusal = await call(contexts[caller]).catch((error: unknown) => error);
      expect(refusal).toBeInstanceOf(DomainError);
      expect((refusal as DomainError).code).toBe(REFUSALS[caller] ?? "forbidden");
      expect(await countEvents()).toBe(before);
    },
  );
});

test("an admin who was demoted after their page loaded changes nothing", async () => {
  const admin = await world.addUser({ role: "admin" });
  await changeRole(operator, { user: admin.id, role: "reviewer" });
  await expect(createGroup(admin.ctx, { slug: fresh("group") })).rejects.toThrow(
    /no longer an admin/,
  );
});

test("an admin key that was revoked after its request began changes nothing", async () => {
  const { key, id } = await issued("admin");
  const ctx = await authenticateKey(world.base, {
    header: `Bearer ${key}`,
    requestId: newId("req"),
  });
  await revokeKey(operator, { id });
  await expect(createGroup(ctx, { slug: fresh("group") })).rejects.toMatchObject({
    code: "key_revoked",
  });
});

test("an admin key of somebody who is no longer an admin changes nothing", async () => {
  const admin = await world.addUser({ role: "admin" });
  const { key } = await issueKey(admin.ctx, { kind: "admin", name: fresh("key") });
  const ctx = await authenticateKey(world.base, {
    header: `Bearer ${key}`,
    requestId: newId("req"),
  });
  await createGroup(ctx, { slug: fresh("group") });
  await changeRole(operator, { user: admin.id, role: "reviewer" });
  await expect(createGroup(ctx, { slug: fresh("group") })).rejects.toMatchObject({
    code: "key_revoked",
  });
});
