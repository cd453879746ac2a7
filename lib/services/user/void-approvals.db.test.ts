import { randomUUID } from "node:crypto";
import { beforeAll, describe, expect, test } from "vitest";
import { incident, type Reviewer } from "@/test/seed";
import { testWorld } from "@/test/world";
import { contextFor, type ServiceContext } from "../context";
import { redeemGrant } from "../grant/redeem";
import { addMember } from "../group/add-member";
import { createGroup } from "../group/create";
import { removeMember } from "../group/remove-member";
import { decideOperation } from "../operation/decide";
import { getOperation } from "../operation/get";
import { reviewOperation } from "../operation/review";
import { submitOperation } from "../operation/submit";
import { changeRole } from "./change-role";
import { listUsers } from "./list";
import { reinstateUser } from "./reinstate";
import { suspendUser } from "./suspend";

const world = testWorld();
let operator: ServiceContext;
beforeAll(async () => {
  operator = contextFor(world.base, { kind: "operator", login: "root" });
  await world.addEnvironment("pair", "production", 2);
});

const sql = <R extends object>(text: string, values: readonly unknown[] = []) =>
  world.base.db.query<R>({ text }, values);

async function submit(environment = "pair") {
  const body = incident({ environment });
  const { operation } = await submitOperation(world.agent.ctx, {
    body,
    raw: JSON.stringify(body),
    idempotencyKey: randomUUID(),
  });
  return operation.id;
}
const approve = async (reviewer: Reviewer, id: string) =>
  decideOperation(reviewer.ctx, { ...(await world.formOf(reviewer, id)), verdict: "approve" });

/** The counter, and what it should be: how many approvals there are. */
async function stateOf(id: string) {
  const [row] = await sql<{ status: string; received: number; approvals: number }>(
    `SELECT o.status, o.approvals_received AS received,
      (SELECT count(*)::int FROM decisions d WHERE d.operation_id = o.id AND d.verdict = 'approve') AS approvals
     FROM operations o WHERE o.id = $1`,
    [id],
  );
  return row;
}
const versionOf = async (id: string) =>
  (await sql<{ version: number }>("SELECT version FROM operations WHERE id = $1", [id]))[0]
    ?.version ?? 0;
const logOf = async (id: string, person: string) =>
  (
    await sql<{ action: string }>(
      `SELECT action FROM audit_events
       WHERE operation_id = $1 OR (subject = $2 AND action = 'user.suspended') ORDER BY seq`,
      [id, person],
    )
  )
    .map(({ action }) => action)
    .filter(
      (action) => !["operation.submitted", "operation.seen", "grant.issued"].includes(action),
    );

async function redeem(id: string) {
  const { operation } = await getOperation(world.agent.ctx, id);
  if (!operation.grant?.token) throw new Error("no grant was issued");
  const { environment, audience, action, resource, params, artifact } = incident({
    environment: operation.environment,
  });
  return redeemGrant(world.enforcement.ctx, {
    grant: operation.grant.token,
    redemption_id: randomUUID(),
    operation: { environment, audience, action, resource, params, artifact },
  });
}
const suspend = ({ id }: Reviewer) => suspendUser(operator, { user: id });

/** Resolves once `count` statements of this database wait for a lock. */
async function waitingForLocks(count: number): Promise<void> {
  for (;;) {
    const [row] = await sql<{ waiting: number }>(
      `SELECT count(*)::int AS waiting FROM pg_stat_activity
       WHERE datname = current_database() AND wait_event_type = 'Lock'`,
    );
    if (row && row.waiting >= count) return;
  }
}

describe("suspending somebody who has approved", () => {
  test("takes the approval out of what is open: as many others must approve as were demanded", async () => {
    const [one, two, three] = [await world.addUser(), await world.addUser(), await world.addUser()];
    const id = await submit();
    await approve(one, id);
    const before = await versionOf(id);
    await suspend(one);
    expect(await stateOf(id)).toEqual({ status: "pending", received: 0, approvals: 0 });
    expect(await versionOf(id)).toBe(before + 1); // an agent that waits is told
    expect((await reviewOperation(two.ctx, id)).decisions).toMatchObject([
      { reviewer: { id: one.id }, verdict: "void" },
    ]);
    expect(await approve(two, id)).toEqual({ status: "pending" });
    expect(await approve(three, id)).toEqual({ status: "approved" });
    const { operation } = await getOperation(world.agent.ctx, id);
    const approvers = operation.decision?.approvals.map(({ reviewer }) => reviewer);
    expect(approvers).toEqual([two.id, three.id]);
    expect(await redeem(id)).toMatchObject({ execute: true });
    expect(await logOf(id, one.id)).toEqual([
      "operation.approval_given",
      "operation.approval_voided",
      "user.suspended",
      "operation.approval_given",
      "operation.approval_given",
      "operation.approved",
      "grant.claimed",
    ]);
  });

  test("makes the grant void that rests on it, and leaves the record of who decided", async () => {
    const reviewer = await world.addUser();
    const id = await submit("production");
    await approve(reviewer, id);
    await suspend(reviewer);
    await expect(redeem(id)).rejects.toMatchObject({ code: "approval_void" });
    expect(await stateOf(id)).toEqual({ status: "approved", received: 1, approvals: 1 });
  });

  test("leaves it void when they are back; they may approve anew", async () => {
    const [one, two] = [await world.addUser(), await world.addUser()];
    const id = await submit();
    await approve(one, id);
    await suspend(one);
    await reinstateUser(operator, { user: one.id });
    expect(await stateOf(id)).toMatchObject({ received: 0 });
    const [session] = await sql<{ id: string }>(
      `INSERT INTO sessions (id, token_hash, user_id, method, expires_at)
       SELECT $2, $2, $1, 'passkey', now() + interval '1 day' RETURNING id`,
      [one.id, `ses_${randomUUID()}`],
    );
    const back = {
      ...one,
      ctx: { ...one.ctx, actor: { ...one.ctx.actor, sessionId: session?.id } },
    };
    expect(await approve(back as Reviewer, id)).toEqual({ status: "pending" });
    await expect(approve(back as Reviewer, id)).rejects.toMatchObject({ code: "already_decided" });
    expect(await approve(two, id)).toEqual({ status: "approved" });
  });

  test("names the keys that they made and that still work", async () => {
    const maker = await world.addUser({ role: "admin" });
    await world.addAgent({ creatorId: maker.id });
    const [key] = await sql<{ id: string }>("SELECT id FROM api_keys WHERE creator_id = $1", [
      maker.id,
    ]);
    await world.addUser({ role: "admin" });
    await suspend(maker);
    const [event] = await sql<{ data: object }>(
      "SELECT data FROM audit_events WHERE action = 'user.suspended' AND subject = $1",
      [maker.id],
    );
    expect(event?.data).toMatchObject({ live_keys: [key?.id], sessions_ended: 1 });
    const person = (await listUsers(operator)).find(({ id }) => id === maker.id);
    expect(person?.live_keys).toBe(1);
  });
});

describe("an approval that is in flight while its reviewer is suspended", () => {
  test("comes first when it was first, in the log too, and is void after", async () => {
    const reviewer = await world.addUser();
    const id = await submit();
    const form = await world.formOf(reviewer, id);
    let deciding: Promise<unknown> = Promise.resolve();
    let suspending: Promise<unknown> = Promise.resolve();
    await world.base.db.transaction(async (tx) => {
      await tx.query({ text: "SELECT FROM operations WHERE id = $1 FOR UPDATE" }, [id]);
      deciding = decideOperation(reviewer.ctx, { ...form, verdict: "approve" });
      await waitingForLocks(1);
      suspending = suspend(reviewer);
      await waitingForLocks(2);
    });
    await Promise.all([deciding, suspending]);
    expect(await stateOf(id)).toEqual({ status: "pending", received: 0, approvals: 0 });
    expect(await logOf(id, reviewer.id)).toEqual([
      "operation.approval_given",
      "operation.approval_voided",
      "user.suspended",
    ]);
  });

  test("never counts afterwards, whoever is first", async () => {
    for (let round = 0; round < 15; round++) {
      const reviewer = await world.addUser();
      const id = await submit();
      const form = await world.formOf(reviewer, id);
      const [decided] = await Promise.allSettled([
        decideOperation(reviewer.ctx, { ...form, verdict: "approve" }),
        suspend(reviewer),
      ]);
      expect(await stateOf(id)).toEqual({ status: "pending", received: 0, approvals: 0 });
      expect(await logOf(id, reviewer.id)).toEqual(
        decided.status === "fulfilled"
          ? ["operation.approval_given", "operation.approval_voided", "user.suspended"]
          : ["user.suspended"],
      );
    }
  });

  test("with the last approval in flight too: it completes before and is void at redemption, or doesn't", async () => {
    for (let round = 0; round < 15; round++) {
      const [one, two] = [await world.addUser(), await world.addUser()];
      const id = await submit();
      await approve(one, id);
      const form = await world.formOf(two, id);
      const [last] = await Promise.allSettled([
        decideOperation(two.ctx, { ...form, verdict: "approve" }),
        suspend(one),
      ]);
      const state = await stateOf(id);
      expect(state?.received).toBe(state?.approvals);
      if (state?.status === "approved") {
        expect(state.received).toBe(2);
        await expect(redeem(id)).rejects.toMatchObject({ code: "approval_void" });
      } else {
        expect(state?.received).toBe(last.status === "fulfilled" ? 1 : 0);
      }
    }
  });
});

test("an auditor's approvals of what is open count no more", async () => {
  const reviewer = await world.addUser();
  const id = await submit();
  await approve(reviewer, id);
  await changeRole(operator, { user: reviewer.id, role: "auditor" });
  expect(await stateOf(id)).toEqual({ status: "pending", received: 0, approvals: 0 });
});

test("who leaves a group takes the approvals along that they gave as its member, and no others", async () => {
  const reviewer = await world.addUser();
  const id = await submit();
  await approve(reviewer, id);
  await createGroup(operator, { slug: "elsewhere" });
  await addMember(operator, { group: "elsewhere", user: reviewer.id });
  await removeMember(operator, { group: "elsewhere", user: reviewer.id });
  expect(await stateOf(id)).toMatchObject({ received: 1 });
  await removeMember(operator, { group: "sre", user: reviewer.id });
  expect(await stateOf(id)).toEqual({ status: "pending", received: 0, approvals: 0 });
});
