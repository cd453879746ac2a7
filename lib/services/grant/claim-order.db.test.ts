import { randomUUID } from "node:crypto";
import { describe, expect, test, vi } from "vitest";
import type { Database } from "@/lib/data/database";
import { visitorIn } from "@/test/browser";
import * as policies from "@/test/policy";
import { incident, type Reviewer, type World } from "@/test/seed";
import { testWorld } from "@/test/world";
import { disableAgent } from "../agent/disable";
import { contextFor, type ServiceContext } from "../context";
import { delegateSeats } from "../delegation/create";
import { revokeSeats } from "../delegation/revoke";
import { disableEnforcementPoint } from "../enforcement-point/disable";
import { removeMember } from "../group/remove-member";
import { revokeKey } from "../key/revoke";
import { revokeLeakedKey } from "../key/revoke-leaked";
import { rotateKey } from "../key/rotate";
import { decideOperation } from "../operation/decide";
import { getOperation } from "../operation/get";
import { reviewOperation } from "../operation/review";
import { submitOperation } from "../operation/submit";
import { activatePolicy } from "../policy/activate";
import { changeRole } from "../user/change-role";
import { inviteUser } from "../user/invite";
import { reinstateUser } from "../user/reinstate";
import { suspendUser } from "../user/suspend";
import { signInWithLink } from "../user/use-link";
import { introspectGrant } from "./introspect";
import { redeemGrant } from "./redeem";

const world = testWorld();
const sql = <R extends object>(text: string, values: unknown[] = []) =>
  world.base.db.query<R>({ text }, values);

type Point = World["enforcement"];
interface Case {
  agent?: World["agent"];
  approver: Reviewer;
  point: Point;
  change(ctx: ServiceContext): Promise<unknown>;
}

/** What a claim rests on, each with somebody who takes it away. */
const CHANGES: Record<string, { code: string; event: string; prepare(): Promise<Case> }> = {
  "the approver's suspension": {
    code: "approval_void",
    event: "user.suspended",
    prepare: byApprover((approver) => (ctx) => suspendUser(ctx, { user: approver.id })),
  },
  "the approver's change of role": {
    code: "approval_void",
    event: "user.changed",
    prepare: byApprover(
      (approver) => (ctx) => changeRole(ctx, { user: approver.id, role: "auditor" }),
    ),
  },
  "the approver's leaving the group": {
    code: "approval_void",
    event: "group.changed",
    prepare: byApprover(
      (approver) => (ctx) => removeMember(ctx, { group: "sre", user: approver.id }),
    ),
  },
  "the end of a delegation to the approver": {
    code: "approval_void",
    event: "delegation.revoked",
    async prepare() {
      const [member, approver] = [await world.addUser(), await world.addUser({ member: false })];
      const { id } = await delegateSeats(member.ctx, {
        to: approver.id,
        ends_at: new Date(Date.now() + 3_600_000).toISOString(),
        reason: "On leave.",
      });
      const point = world.enforcement;
      return { approver, point, change: (ctx) => revokeSeats(ctx, { id }) };
    },
  },
  "the suspension of whom the approver stood in for": {
    code: "approval_void",
    event: "user.suspended",
    async prepare() {
      const [member, approver] = [await world.addUser(), await world.addUser({ member: false })];
      await delegateSeats(member.ctx, {
        to: approver.id,
        ends_at: new Date(Date.now() + 3_600_000).toISOString(),
        reason: "On leave.",
      });
      const point = world.enforcement;
      return { approver, point, change: (ctx) => suspendUser(ctx, { user: member.id }) };
    },
  },
  "the revocation of the enforcement point's key": {
    code: "key_revoked",
    event: "key.revoked",
    prepare: byPoint(
      ({ ctx: of }) =>
        (ctx) =>
          revokeKey(ctx, { id: of.actor.apiKeyId }),
    ),
  },
  "the report that the enforcement point's key has leaked": {
    code: "key_revoked",
    event: "key.revoked",
    prepare: byPoint(
      ({ key }) =>
        (ctx) =>
          revokeLeakedKey(ctx, { key }),
    ),
  },
  "the rotation of the enforcement point's key, without an overlap": {
    code: "key_revoked",
    event: "key.rotated",
    prepare: byPoint(
      ({ ctx: of }) =>
        (ctx) =>
          rotateKey(ctx, { id: of.actor.apiKeyId, overlap: 0 }),
    ),
  },
  "the end of the enforcement point": {
    code: "key_revoked",
    event: "enforcement_point.changed",
    prepare: byPoint(
      ({ id }) =>
        (ctx) =>
          disableEnforcementPoint(ctx, { enforcement_point: id }),
    ),
  },
  "the end of the agent that asked": {
    code: "approval_void",
    event: "agent.changed",
    async prepare() {
      const [agent, approver] = [await world.addAgent(), await world.addUser()];
      const point = world.enforcement;
      return { agent, approver, point, change: (ctx) => disableAgent(ctx, { agent: agent.id }) };
    },
  },
  "the return of somebody else, where the approver was alone with what they asked for": {
    code: "approval_void",
    event: "user.changed",
    async prepare() {
      const other = await world.addUser();
      return { ...(await alone()), change: (ctx) => reinstateUser(ctx, { user: other.id }) };
    },
  },
  "the arrival of somebody else, where the approver was alone with what they asked for": {
    code: "approval_void",
    event: "user.created",
    async prepare() {
      const email = `${randomUUID()}@example.com`;
      const invited = { email, name: "Kim", role: "reviewer" as const };
      const { url } = await inviteUser(operatorOn(world.base.db), invited);
      const token = new URL(url).searchParams.get("token") ?? "";
      return {
        ...(await alone()),
        change: ({ db }) => signInWithLink({ ...visitorIn(world), db }, { token, email }),
      };
    },
  },
};

/** The only person there is, and an agent of their own: the policy lets them approve what it asks. */
async function alone() {
  await policies.activatePolicy(
    world.base.db,
    `version: countersign.policy/1
allow_sole_reviewer: true
rules:
  - name: anything
    require: { approvals: 1 }
`,
  );
  const approver = await world.addUser({ role: "admin" });
  await sql("UPDATE users SET status = 'suspended' WHERE id <> $1", [approver.id]);
  const agent = await world.addAgent({ ownerId: approver.id });
  return { approver, agent, point: world.enforcement };
}

function byApprover(change: (approver: Reviewer) => Case["change"]): () => Promise<Case> {
  return async () => {
    const approver = await world.addUser();
    return { approver, point: world.enforcement, change: change(approver) };
  };
}

function byPoint(change: (point: Point) => Case["change"]): () => Promise<Case> {
  return async () => {
    const point = await world.addEnforcementPoint(`https://${randomUUID()}.example.com`);
    return { approver: await world.addUser(), point, change: change(point) };
  };
}

async function approved({ agent = world.agent, approver, point }: Omit<Case, "change">) {
  const body = incident({ audience: point.ctx.actor.audience });
  const { operation } = await submitOperation(agent.ctx, {
    body,
    raw: JSON.stringify(body),
    idempotencyKey: randomUUID(),
  });
  const form = await world.formOf(approver, operation.id);
  await decideOperation(approver.ctx, { ...form, verdict: "approve" });
  const token = (await getOperation(agent.ctx, operation.id)).operation.grant?.token;
  if (!token) throw new Error("no grant was issued");
  const { environment, audience, action, resource, params, artifact } = body;
  return {
    id: operation.id,
    isActive: async () => (await introspectGrant(point.ctx, token)).active,
    redeem: (on: Database = world.base.db) =>
      redeemGrant(
        { ...point.ctx, db: on },
        {
          grant: token,
          redemption_id: randomUUID(),
          operation: { environment, audience, action, resource, params, artifact },
        },
      ),
  };
}

/** A database whose transactions, once they have done all but their COMMIT, wait for `before`. */
function committingAfter(before: Promise<unknown>): { db: Database; reached: Promise<void> } {
  const { db } = world.base;
  let reach: () => void;
  const reached = new Promise<void>((resolve) => (reach = resolve));
  const held = async <T>(value: T): Promise<T> => {
    reach();
    await before;
    return value;
  };
  return {
    db: {
      ...db,
      transaction: (work) => db.transaction(async (tx) => held(await work(tx))),
      administer: (work) => db.administer(async (tx, executor) => held(await work(tx, executor))),
    },
    reached,
  };
}

const untilSomebodyWaits = (many = 1) =>
  vi.waitFor(async () =>
    expect(
      await sql(
        `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
      ),
    ).toHaveLength(many),
  );

const operatorOn = (db: Database) =>
  contextFor({ ...world.base, db }, { kind: "operator" as const, login: "root" });

/** Of these actions, in the log's order, since `seq`. */
const logSince = async (seq: number, actions: string[]) =>
  (
    await sql<{ action: string }>(
      "SELECT action FROM audit_events WHERE seq > $1 AND action = ANY($2) ORDER BY seq",
      [seq, actions],
    )
  ).map(({ action }) => action);
const standingVersion = async () =>
  (await sql<{ n: string }>("SELECT standing_version::text AS n FROM installation"))[0]?.n;
const lastSeq = async () =>
  (await sql<{ seq: number }>("SELECT max(seq)::int AS seq FROM audit_events"))[0]?.seq ?? 0;

describe.each(Object.entries(CHANGES))("%s", (_, { code, event, prepare }) => {
  test("refuses the claim that began before it was committed", async () => {
    const made = await prepare();
    const grant = await approved(made);
    const seq = await lastSeq();
    let commit = () => {};
    const { db, reached } = committingAfter(new Promise<void>((resolve) => (commit = resolve)));
    const changing = made.change(operatorOn(db));
    await reached;
    const claim = grant.redeem().catch((error: unknown) => error);
    await untilSomebodyWaits().finally(commit);
    await changing;
    expect(await claim).toMatchObject({ code });
    expect(await logSince(seq, [event, "grant.claimed"])).toEqual([event]);
  });

  test("waits for the claim that began before it, and is later in the log", async () => {
    const made = await prepare();
    const grant = await approved(made);
    const seq = await lastSeq();
    let changing: Promise<unknown> = Promise.resolve();
    await world.base.db.transaction(async (tx) => {
      const claimed = await grant.redeem({
        ...world.base.db,
        query: (statement, values) => tx.query(statement, values),
      });
      expect(claimed).toMatchObject({ execute: true });
      changing = made.change(operatorOn(world.base.db));
      await untilSomebodyWaits();
    });
    await changing;
    expect(await logSince(seq, [event, "grant.claimed"])).toEqual(["grant.claimed", event]);
  });
});

test("what an agent was permitted before it was disabled isn't active any more", async () => {
  const [agent, approver] = [await world.addAgent(), await world.addUser()];
  const grant = await approved({ agent, approver, point: world.enforcement });
  expect(await grant.isActive()).toBe(true);
  await disableAgent(operatorOn(world.base.db), { agent: agent.id });
  expect(await grant.isActive()).toBe(false);
  expect(await reviewOperation(approver.ctx, grant.id)).toMatchObject({ agent_disabled: true });
  await expect(grant.redeem()).rejects.toMatchObject({
    code: "approval_void",
    detail: expect.stringContaining("disabled"),
  });
});

test("a change of somebody else's standing loses no claim: it is asked again", async () => {
  const made = await byApprover((approver) => (ctx) => suspendUser(ctx, { user: approver.id }))();
  const grant = await approved(made);
  const other = await world.addUser();
  let commit = () => {};
  const { db, reached } = committingAfter(new Promise<void>((resolve) => (commit = resolve)));
  const changing = suspendUser(operatorOn(db), { user: other.id });
  await reached;
  const claim = grant.redeem().catch((error: unknown) => error);
  await untilSomebodyWaits().finally(commit);
  await changing;
  expect(await claim).toMatchObject({ code: "unavailable", extra: { retryAfter_s: 1 } });
  expect(await grant.redeem()).toMatchObject({ execute: true });
});

test("a policy is activated before claims that begin later, however many come one after the other", async () => {
  const { db } = world.base;
  const rule = policies.policyOf("  - name: anything\n    require: { approvals: 1 }");
  const expected_version = await policies.activatePolicy(db, rule);
  const made = { approver: await world.addUser(), point: world.enforcement };
  const [first, later] = [await approved(made), await approved(made)];
  let activating: Promise<unknown> = Promise.resolve();
  let claim: Promise<unknown> = Promise.resolve();
  await db.transaction(async (tx) => {
    await first.redeem({ ...db, query: (statement, values) => tx.query(statement, values) });
    activating = activatePolicy(operatorOn(db), { version: 0, expected_version });
    await untilSomebodyWaits();
    claim = later.redeem().catch((error: unknown) => error);
    await untilSomebodyWaits(2);
  });
  await activating;
  expect(await claim).toMatchObject({ code: "unavailable" });
});

test("who reports a key that was revoked before makes no claim wait or begin again", async () => {
  const { key } = await world.addEnforcementPoint(`https://${randomUUID()}.example.com`);
  const operator = operatorOn(world.base.db);
  await revokeLeakedKey(operator, { key });
  const before = await standingVersion();
  await revokeLeakedKey(operator, { key });
  expect(await standingVersion()).toBe(before);
});
