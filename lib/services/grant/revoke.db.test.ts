import { randomUUID } from "node:crypto";
import { beforeAll, describe, expect, it } from "vitest";
import { activatePolicy, policyOf, ruleFor } from "@/test/policy";
import { incident, type Reviewer } from "@/test/seed";
import { testWorld } from "@/test/world";
import { decideOperation } from "../operation/decide";
import { getOperation } from "../operation/get";
import { submitOperation } from "../operation/submit";
import { waitForOperation } from "../operation/wait";
import { redeemGrant } from "./redeem";
import { revokeGrant } from "./revoke";

const world = testWorld();
const sql = <R extends object>(text: string, values: unknown[] = []) =>
  world.base.db.query<R>({ text }, values);

beforeAll(async () => {
  await world.addEnvironment("slow", "production");
  await world.addEnvironment("swift", "production");
  await activatePolicy(world.base.db, policyOf(ruleFor("slow", "{ objection_window: 10m }")));
});

/** An approved operation, and how its grant is redeemed. */
async function approved(environment = "slow", agent = world.agent) {
  const reviewer = await world.addUser();
  const body = incident({ environment });
  const { operation } = await submitOperation(agent.ctx, {
    body,
    raw: JSON.stringify(body),
    idempotencyKey: randomUUID(),
  });
  await decideOperation(reviewer.ctx, {
    ...(await world.formOf(reviewer, operation.id)),
    verdict: "approve",
  });
  const read = await getOperation(agent.ctx, operation.id);
  const { audience, action, resource, params, artifact } = body;
  const redeem = () =>
    redeemGrant(world.enforcement.ctx, {
      grant: read.operation.grant?.token ?? "",
      redemption_id: randomUUID(),
      operation: { environment, audience, action, resource, params, artifact },
    });
  return { id: operation.id, reviewer, read, redeem };
}
const object = (reviewer: Reviewer, operationId: string, comment = "not tonight") =>
  revokeGrant(reviewer.ctx, { operationId, comment });
const grantOf = async (id: string) => (await getOperation(world.agent.ctx, id)).operation.grant;
const open = (id: string) =>
  sql("UPDATE grants SET not_before = clock_timestamp() WHERE operation_id = $1", [id]);

describe("an objection", () => {
  it("in its window revokes the grant for good; the log, who approved, and the agent are told", async () => {
    const { id, reviewer, redeem } = await approved();
    const objector = await world.addUser({ name: "Ola Objector" });
    await object(objector, id);
    expect(await grantOf(id)).toMatchObject({ status: "revoked" });
    expect(await grantOf(id)).not.toHaveProperty("token");
    await expect(redeem()).rejects.toMatchObject({ code: "grant_revoked" });
    await expect(object(objector, id)).rejects.toMatchObject({ code: "grant_revoked" });
    const [event] = await sql<{ data: object; actor: { id: string } }>(
      "SELECT data, actor FROM audit_events WHERE operation_id = $1 AND action = 'grant.revoked'",
      [id],
    );
    expect(event).toMatchObject({
      actor: { id: objector.id },
      data: { why: "objection", comment: "not tonight", in_objection_window: true },
    });
    const mails = await sql<{ recipient: string; payload: object }>(
      "SELECT recipient, payload FROM outbox WHERE operation_id = $1 AND kind = 'grant_revoked'",
      [id],
    );
    expect(mails).toMatchObject([
      { recipient: reviewer.email, payload: { by: "Ola Objector", comment: "not tonight" } },
    ]);
  });

  it("later on revokes it too, as long as nobody has claimed it", async () => {
    const { id, reviewer, redeem } = await approved("swift");
    await object(reviewer, id);
    await expect(redeem()).rejects.toMatchObject({ code: "grant_revoked" });
    const claimed = await approved("swift");
    await claimed.redeem();
    await expect(object(claimed.reviewer, claimed.id)).rejects.toMatchObject({
      code: "already_redeemed",
    });
    expect(await grantOf(claimed.id)).toMatchObject({ status: "claimed" });
  });

  it("is open to the asker, and closed to who wasn't asked, to auditors, and without a word why", async () => {
    const owner = await world.addUser();
    await world.addUser();
    const agent = await world.addAgent({ ownerId: owner.id });
    const { id } = await approved("slow", agent);
    const [stranger, auditor] = [
      await world.addUser({ member: false, role: "admin" }),
      await world.addUser({ role: "auditor" }),
    ];
    for (const one of [stranger, auditor])
      await expect(object(one, id)).rejects.toMatchObject({ code: "not_eligible" });
    await expect(object(owner, id, " ")).rejects.toMatchObject({ code: "validation_failed" });
    await object(owner, id);
    const { operation } = await getOperation(agent.ctx, id);
    expect(operation.grant?.status).toBe("revoked");
    expect(operation.next).toEqual({ action: "stop" });
  });

  it("needs a live session, and a grant that hasn't expired", async () => {
    const [late, ended] = [await approved(), await approved()];
    await sql("UPDATE grants SET expires_at = clock_timestamp() WHERE operation_id = $1", [
      late.id,
    ]);
    await expect(object(late.reviewer, late.id)).rejects.toMatchObject({ code: "grant_expired" });
    await sql("UPDATE sessions SET revoked_at = now() WHERE user_id = $1", [ended.reviewer.id]);
    await expect(object(ended.reviewer, ended.id)).rejects.toMatchObject({
      code: "unauthenticated",
    });
    expect(await grantOf(ended.id)).toMatchObject({ status: "issued" });
  });

  it("races redemptions and other objections: one of them wins, and the log agrees", async () => {
    const others = [await world.addUser(), await world.addUser()];
    for (let round = 0; round < 20; round += 1) {
      const { id, redeem } = await approved("swift");
      const results = await Promise.allSettled([
        redeem(),
        ...others.map((one) => object(one, id)),
        redeem(),
      ]);
      expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
      const rows = await sql<{ action: string }>(
        `SELECT action FROM audit_events WHERE operation_id = $1
          AND action IN ('grant.revoked', 'grant.claimed')`,
        [id],
      );
      expect(rows).toHaveLength(1);
      expect(rows[0]?.action).toBe(`grant.${(await grantOf(id))?.status}`);
    }
  });

  it("races approvals and denials: what was denied has no grant, what was granted ends once", async () => {
    const [approver, denier, objector] = [
      await world.addUser(),
      await world.addUser(),
      await world.addUser(),
    ];
    for (let round = 0; round < 15; round += 1) {
      const body = incident({ environment: "slow" });
      const { operation } = await submitOperation(world.agent.ctx, {
        body,
        raw: JSON.stringify(body),
        idempotencyKey: randomUUID(),
      });
      const form = await world.formOf(approver, operation.id);
      const [approval, denial, objection] = await Promise.allSettled([
        decideOperation(approver.ctx, { ...form, verdict: "approve" }),
        decideOperation(denier.ctx, { ...form, verdict: "deny" }),
        object(objector, operation.id),
      ]);
      const { operation: read } = await getOperation(world.agent.ctx, operation.id);
      const won = approval.status === "fulfilled";
      expect(denial.status === "fulfilled").toBe(!won);
      expect(read.status).toBe(won ? "approved" : "denied");
      expect(read.grant?.status).toBe(
        won ? (objection.status === "fulfilled" ? "revoked" : "issued") : undefined,
      );
    }
  });
});

describe("while objections are open", () => {
  it("the agent is told to wait, and the ETag changes when time alone ends it", async () => {
    const { id, read, redeem } = await approved();
    expect(read.operation.next.action).toBe("wait");
    expect(read.operation.next.retry_after).toBeGreaterThan(0);
    const ahead = Date.parse(read.operation.grant?.not_before ?? "") - Date.now();
    expect(ahead).toBeGreaterThan(590_000);
    await expect(redeem()).rejects.toMatchObject({
      code: "grant_not_yet_valid",
      extra: { retryAfter_s: expect.any(Number) },
    });
    await open(id);
    const later = await getOperation(world.agent.ctx, id);
    expect(later.etag).not.toBe(read.etag);
    expect(later.operation.next).toEqual({ action: "redeem" });
    expect(await redeem()).toMatchObject({ execute: true });
  });

  it("who waits with the ETag is woken by an objection, and by the end of the window itself", async () => {
    const wait = (id: string, ifNoneMatch: string) =>
      waitForOperation(world.agent.ctx, {
        id,
        wait_s: 20,
        ifNoneMatch,
        signal: new AbortController().signal,
      });
    const revoked = await approved();
    const woken = wait(revoked.id, revoked.read.etag);
    await object(revoked.reviewer, revoked.id);
    expect((await woken).operation.grant?.status).toBe("revoked");
    const opening = await approved();
    await sql(
      "UPDATE grants SET not_before = clock_timestamp() + interval '700 ms' WHERE operation_id = $1",
      [opening.id],
    );
    const { operation, changed } = await wait(opening.id, opening.read.etag);
    expect(changed).toBe(true);
    expect(operation.next.action).toBe("redeem");
  });
});

it("a redemption that finds an approval void says whose it was", async () => {
  const { id, reviewer, redeem } = await approved("swift");
  await sql("UPDATE users SET status = 'suspended', name = 'Gone Reviewer' WHERE id = $1", [
    reviewer.id,
  ]);
  await expect(redeem()).rejects.toMatchObject({
    code: "approval_void",
    detail: expect.stringContaining("Gone Reviewer"),
  });
  expect(await grantOf(id)).toMatchObject({ status: "issued" });
});
