import { randomUUID } from "node:crypto";
import { beforeEach, describe, expect, it } from "vitest";
import { composeMail } from "@/lib/notify/compose";
import { incident, type Reviewer } from "@/test/seed";
import { testWorld } from "@/test/world";
import { contextFor } from "../context";
import { redeemGrant } from "../grant/redeem";
import { decideOperation } from "../operation/decide";
import { getOperation } from "../operation/get";
import { whoCanApprove } from "../operation/who-can-approve";
import { submitOperation } from "../operation/submit";
import { setAway } from "../user/set-away";
import { delegateSeats } from "./create";
import { listOwnDelegations } from "./list";
import { revokeSeats } from "./revoke";

const world = testWorld();
const sql = <R extends object>(text: string, values: unknown[] = []) =>
  world.base.db.query<R>({ text }, values);
const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString();

async function submit(environment = "production", agent = world.agent) {
  const body = incident({ environment });
  const { operation } = await submitOperation(agent.ctx, {
    body,
    raw: JSON.stringify(body),
    idempotencyKey: randomUUID(),
  });
  return { id: operation.id, operation, body };
}

const approve = async (reviewer: Reviewer, id: string) =>
  decideOperation(reviewer.ctx, { ...(await world.formOf(reviewer, id)), verdict: "approve" });

const delegate = (
  from: Reviewer,
  to: Reviewer,
  change: { starts_at?: string; ends_at?: string } = {},
) => delegateSeats(from.ctx, { to: to.id, ends_at: inDays(7), reason: "on leave", ...change });

async function redeem(id: string, body: ReturnType<typeof incident>) {
  const { operation } = await getOperation(world.agent.ctx, id);
  const { environment, audience, action, resource, params, artifact } = body;
  return redeemGrant(world.enforcement.ctx, {
    grant: operation.grant?.token ?? "",
    redemption_id: randomUUID(),
    operation: { environment, audience, action, resource, params, artifact },
  });
}

let ann: Reviewer;
let bob: Reviewer;
beforeEach(async () => {
  await sql("DELETE FROM group_members");
  await sql("DELETE FROM delegations");
  ann = await world.addUser({ name: "Ann" });
  bob = await world.addUser({ name: "Bob", member: false });
});

describe("a delegate", () => {
  it("approves for the delegator, is mailed the request, and is named as who stands in", async () => {
    await delegate(ann, bob);
    const { id, body } = await submit();
    const mailed = await sql<{ recipient: string }>(
      "SELECT recipient FROM outbox WHERE operation_id = $1",
      [id],
    );
    expect(mailed.map(({ recipient }) => recipient)).toContain(bob.email);
    expect((await whoCanApprove(ann.ctx, id)).able).toContainEqual({
      id: bob.id,
      name: "Bob",
      stands_in_for: ["Ann"],
    });
    expect(await approve(bob, id)).toEqual({ status: "approved" });
    expect(await redeem(id, body)).toMatchObject({ execute: true });
  });

  it("has no seat before it begins, after it has ended, once it is revoked, nor once the delegator is suspended", async () => {
    const { id } = await submit();
    const refused = { code: "not_eligible" };
    const { id: delegation } = await delegate(ann, bob, { starts_at: inDays(1) });
    await expect(approve(bob, id)).rejects.toMatchObject(refused);
    await sql(
      "UPDATE delegations SET starts_at = now() - interval '1 hour', ends_at = clock_timestamp()",
    );
    await expect(approve(bob, id)).rejects.toMatchObject(refused);
    await sql("UPDATE delegations SET ends_at = now() + interval '1 day'");
    await sql("UPDATE users SET status = 'suspended' WHERE id = $1", [ann.id]);
    await expect(approve(bob, id)).rejects.toMatchObject(refused);
    await sql("UPDATE users SET status = 'active' WHERE id = $1", [ann.id]);
    await revokeSeats(bob.ctx, { id: delegation });
    await expect(approve(bob, id)).rejects.toMatchObject(refused);
  });

  it.each([
    [
      "the delegation has ended",
      "UPDATE delegations SET ends_at = clock_timestamp(), starts_at = now() - interval '1 day'",
    ],
    ["the delegator was suspended", "UPDATE users SET status = 'suspended' WHERE name = 'Ann'"],
    ["the delegator left the group", "DELETE FROM group_members"],
  ])("gave an approval that is void once %s", async (_, undo) => {
    await delegate(ann, bob);
    const { id, body } = await submit();
    await approve(bob, id);
    await sql(undo);
    await expect(redeem(id, body)).rejects.toMatchObject({ code: "approval_void" });
  });

  it("who sits in the group too counts once", async () => {
    const slug = `two-${randomUUID().slice(0, 8)}`;
    await world.addEnvironment(slug, "production", 2);
    await sql("INSERT INTO group_members (group_id, user_id) VALUES ($1, $2)", [
      world.group,
      bob.id,
    ]);
    const third = await world.addUser();
    await delegate(ann, bob);
    const { id } = await submit(slug);
    expect(await approve(bob, id)).toEqual({ status: "pending" });
    await expect(approve(bob, id)).rejects.toMatchObject({ code: "already_decided" });
    expect(await approve(third, id)).toEqual({ status: "approved" });
  });

  it("of the asker can't approve for them, only by a seat of their own", async () => {
    await world.addUser(); // else nobody could approve, and it would be refused at once
    await delegate(ann, bob);
    const own = await world.addAgent({ ownerId: ann.id });
    const { id } = await submit("production", own);
    await expect(approve(bob, id)).rejects.toMatchObject({ code: "self_approval" });
    await sql("INSERT INTO group_members (group_id, user_id) VALUES ($1, $2)", [
      world.group,
      bob.id,
    ]);
    expect(await approve(bob, id)).toEqual({ status: "approved" });
  });

  it("can't hand on what they hold for another", async () => {
    const cyn = await world.addUser({ name: "Cyn", member: false });
    await delegate(ann, bob);
    await delegate(bob, cyn);
    const { id } = await submit();
    await expect(approve(cyn, id)).rejects.toMatchObject({ code: "not_eligible" });
  });

  it("is told by mail, unless it is over by the time that the mail goes out", async () => {
    const { id } = await delegate(ann, bob);
    const [mail] = await sql<{ payload: Record<string, unknown> }>(
      "SELECT payload FROM outbox WHERE kind = 'delegation' AND recipient = $1",
      [bob.email],
    );
    const compose = () =>
      composeMail(
        world.base.db,
        {
          id: "out_1",
          kind: "delegation",
          recipient: bob.email,
          payload: mail?.payload ?? {},
          operationId: null,
          attempts: 1,
          admitted: true,
        },
        world.base.config,
      );
    expect(await compose()).toMatchObject({
      content: { subject: "You stand in for Ann in Countersign" },
    });
    await revokeSeats(ann.ctx, { id });
    expect(await compose()).toMatchObject({ skip: expect.any(String) });
  });
});

describe("handing over seats", () => {
  it("is refused to an auditor, a suspended person, oneself, past 90 days, backwards, and a second time for the same days", async () => {
    const auditor = await world.addUser({ role: "auditor" });
    const suspended = await world.addUser();
    await sql("UPDATE users SET status = 'suspended' WHERE id = $1", [suspended.id]);
    for (const to of [auditor, suspended])
      await expect(delegate(ann, to)).rejects.toMatchObject({ code: "not_eligible" });
    for (const [to, change] of [
      [ann, {}],
      [bob, { ends_at: inDays(91) }],
      [bob, { starts_at: inDays(3), ends_at: inDays(2) }],
      [bob, { ends_at: inDays(-1) }],
    ] as const)
      await expect(delegate(ann, to, change)).rejects.toMatchObject({ code: "validation_failed" });
    await delegate(ann, bob);
    const cyn = await world.addUser({ member: false });
    await expect(
      delegate(ann, cyn, { starts_at: inDays(6), ends_at: inDays(8) }),
    ).rejects.toMatchObject({
      code: "already_exists",
    });
    await delegate(ann, cyn, { starts_at: inDays(7.1), ends_at: inDays(8) });
    expect(await listOwnDelegations(ann.ctx)).toHaveLength(2);
  });

  it("of many at once to different people happens once, so that a seat is held by one", async () => {
    const others = await Promise.all(Array.from({ length: 6 }, () => world.addUser()));
    const results = await Promise.allSettled(others.map((to) => delegate(ann, to)));
    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  });

  it("of somebody else is for admins, and of anybody for no key", async () => {
    const admin = await world.addUser({ role: "admin", member: false });
    const forAnn = { from: ann.id, to: bob.id, ends_at: inDays(1), reason: "ill" };
    await expect(delegateSeats(bob.ctx, forAnn)).rejects.toMatchObject({ code: "forbidden" });
    const key = contextFor(world.base, { kind: "admin_key", apiKeyId: "key_x" });
    await expect(delegateSeats(key, forAnn)).rejects.toMatchObject({ code: "wrong_key_kind" });
    const { id } = await delegateSeats(admin.ctx, forAnn);
    const stranger = await world.addUser();
    await expect(revokeSeats(stranger.ctx, { id })).rejects.toMatchObject({ code: "forbidden" });
    const auditor = await world.addUser({ role: "auditor" });
    await expect(delegate(auditor, bob)).rejects.toMatchObject({ code: "forbidden" });
  });
});

describe("who is away", () => {
  it("isn't counted on nor mailed, so that what only they could approve is refused at once", async () => {
    await setAway(ann.ctx, { until: inDays(3) });
    await expect(submit()).rejects.toMatchObject({ code: "no_eligible_reviewer" });
    const cyn = await world.addUser({ name: "Cyn" });
    const { id, operation } = await submit();
    expect(operation.approvals.eligible_reviewers).toBe(1);
    const mailed = await sql<{ recipient: string }>(
      "SELECT recipient FROM outbox WHERE operation_id = $1",
      [id],
    );
    expect(mailed.map(({ recipient }) => recipient)).toEqual([cyn.email]);
    const { able, away } = await whoCanApprove(cyn.ctx, id);
    expect(able.map(({ name }) => name)).toEqual(["Cyn"]);
    expect(away).toMatchObject([{ name: "Ann", until: expect.any(String) }]);
  });

  it("may still decide, and what they approve stands", async () => {
    await world.addUser();
    const { id, body } = await submit();
    await setAway(ann.ctx, { until: inDays(3) });
    expect(await approve(ann, id)).toEqual({ status: "approved" });
    expect(await redeem(id, body)).toMatchObject({ execute: true });
  });

  it("is counted on by who stands in for them", async () => {
    await setAway(ann.ctx, { until: inDays(3) });
    await delegate(ann, bob);
    const { id, operation } = await submit();
    expect(operation.approvals.eligible_reviewers).toBe(1);
    expect(await approve(bob, id)).toEqual({ status: "approved" });
    await setAway(bob.ctx, { until: inDays(1) });
    await expect(submit()).rejects.toMatchObject({ code: "no_eligible_reviewer" });
  });

  it("is back at that time by itself, or when they say so", async () => {
    await setAway(ann.ctx, { until: inDays(3) });
    await sql("UPDATE users SET away_until = clock_timestamp() WHERE id = $1", [ann.id]);
    await submit();
    await setAway(ann.ctx, { until: inDays(3) });
    await setAway(ann.ctx, { until: null });
    await submit();
  });

  it("says so for themselves, or an admin does", async () => {
    await expect(setAway(bob.ctx, { user: ann.id, until: inDays(1) })).rejects.toMatchObject({
      code: "forbidden",
    });
    const admin = await world.addUser({ role: "admin", member: false });
    await setAway(admin.ctx, { user: ann.id, until: inDays(1) });
    await expect(setAway(ann.ctx, { until: inDays(-1) })).rejects.toMatchObject({
      code: "validation_failed",
    });
  });
});
