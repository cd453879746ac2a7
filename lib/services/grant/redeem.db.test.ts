import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import type { SubmitOperation } from "@/lib/contract/operation";
import { incident } from "@/test/seed";
import { testWorld } from "@/test/world";
import { decideOperation } from "../operation/decide";
import { getOperation } from "../operation/get";
import { submitOperation } from "../operation/submit";
import { contextFor } from "../context";
import { sweepDeadlines } from "../sweep";
import { introspectGrant } from "./introspect";
import { redeemGrant } from "./redeem";
import { reportResult } from "./report";

const world = testWorld();
const sql = <R extends object>(text: string, values: unknown[] = []) =>
  world.base.db.query<R>({ text }, values);

/** An approved operation: its grant and what the enforcement point is about to execute. */
async function approved(change: Partial<SubmitOperation> = {}) {
  const reviewer = await world.addUser();
  const body = incident(change);
  const { operation } = await submitOperation(world.agent.ctx, {
    body,
    raw: JSON.stringify(body),
    idempotencyKey: randomUUID(),
  });
  await decideOperation(reviewer.ctx, {
    ...(await world.formOf(reviewer, operation.id)),
    verdict: "approve",
  });
  const { operation: read } = await getOperation(world.agent.ctx, operation.id);
  const grant = read.grant;
  if (!grant?.token) throw new Error("no grant was issued");
  const { environment, audience, action, resource, params, artifact } = body;
  return {
    id: operation.id,
    grantId: grant.id,
    token: grant.token,
    execute: { environment, audience, action, resource, params, artifact },
    reviewer,
  };
}
const redeem = (
  of: Awaited<ReturnType<typeof approved>>,
  redemption_id: string = randomUUID(),
  ctx = world.enforcement.ctx,
) => redeemGrant(ctx, { grant: of.token, redemption_id, operation: of.execute });

describe("a redemption", () => {
  it("is won by exactly one of many racing redeemers", async () => {
    for (let round = 0; round < 10; round++) {
      const grant = await approved();
      const results = await Promise.allSettled(Array.from({ length: 24 }, () => redeem(grant)));
      expect(results.filter((r) => r.status === "fulfilled")).toHaveLength(1);
      for (const result of results)
        if (result.status === "rejected")
          expect(result.reason).toMatchObject({ code: "already_redeemed" });
    }
  });

  it("whose answer was lost is answered again, without a new start window", async () => {
    const grant = await approved();
    const redemptionId = randomUUID();
    const first = await redeem(grant, redemptionId);
    expect(first).toMatchObject({ execute: true, replayed: false, operation_id: grant.id });
    expect(await redeem(grant, redemptionId)).toEqual({ ...first, replayed: true });
  });

  it("asked for with one redemption id many times at once gives one answer", async () => {
    const grant = await approved();
    const redemptionId = randomUUID();
    const answers = await Promise.all(
      Array.from({ length: 16 }, () => redeem(grant, redemptionId)),
    );
    expect(new Set(answers.map((a) => a.start_before)).size).toBe(1);
    expect(answers.filter((a) => !a.replayed)).toHaveLength(1);
  });

  it("can't be had by another enforcement point, nor burnt by it", async () => {
    const grant = await approved();
    const other = await world.addEnforcementPoint("https://other.example.com");
    await expect(redeem(grant, randomUUID(), other.ctx)).rejects.toMatchObject({
      code: "wrong_audience",
    });
    expect(await redeem(grant)).toMatchObject({ execute: true });
  });

  it("of a swapped operation is refused, whichever leaf was changed", async () => {
    const grant = await approved();
    const swapped = [
      { ...grant.execute, environment: "staging" },
      { ...grant.execute, audience: "https://infra.example.com/" },
      { ...grant.execute, action: "railway.volume.wipe" },
      { ...grant.execute, resource: { ...grant.execute.resource, id: "vol_other" } },
      { ...grant.execute, resource: { ...grant.execute.resource, type: "railway.service" } },
      { ...grant.execute, params: { volumeId: "vol_other" } },
      { ...grant.execute, params: {} },
      { ...grant.execute, artifact: { kind: "none" as const } },
      {
        ...grant.execute,
        artifact: { kind: "graphql", content: 'mutation { volumeDelete(volumeId: "vol_other") }' },
      },
    ];
    for (const operation of swapped)
      await expect(
        redeemGrant(world.enforcement.ctx, {
          grant: grant.token,
          redemption_id: randomUUID(),
          operation,
        }),
      ).rejects.toMatchObject({ code: "digest_mismatch" });
    expect(await redeem(grant)).toMatchObject({ execute: true });
  });

  it("with a redemption id of another grant is refused", async () => {
    const [one, two] = [await approved(), await approved()];
    const redemptionId = randomUUID();
    await redeem(one, redemptionId);
    await expect(redeem(two, redemptionId)).rejects.toMatchObject({ code: "redemption_conflict" });
    expect(await redeem(two)).toMatchObject({ execute: true });
  });

  it("with fewer people behind it than were demanded is refused as void, whatever was counted", async () => {
    const grant = await approved();
    await sql(
      `UPDATE operations SET approvals_required = 2, approvals_received = 2,
        policy = jsonb_set(policy, '{quorum,0,approvals}', '2') WHERE id = $1`,
      [grant.id],
    );
    await expect(redeem(grant)).rejects.toMatchObject({ code: "approval_void" });
    expect(await introspectGrant(world.enforcement.ctx, grant.token)).toEqual({ active: false });
  });

  it("after the reviewer was suspended, demoted or left the group is refused as void", async () => {
    const undo = [
      ["UPDATE users SET status = 'suspended' WHERE id = $1"],
      ["UPDATE users SET role = 'auditor' WHERE id = $1"],
      ["DELETE FROM group_members WHERE user_id = $1"],
    ];
    for (const [statement = ""] of undo) {
      const grant = await approved();
      await sql(statement, [grant.reviewer.id]);
      await expect(redeem(grant)).rejects.toMatchObject({ code: "approval_void" });
      expect(await introspectGrant(world.enforcement.ctx, grant.token)).toEqual({ active: false });
    }
  });

  it("is refused after expiry, and with a revoked key", async () => {
    const [late, keyless] = [await approved(), await approved()];
    await sql("UPDATE grants SET expires_at = clock_timestamp() WHERE id = $1", [late.grantId]);
    await expect(redeem(late)).rejects.toMatchObject({ code: "grant_expired" });
    const other = await world.addEnforcementPoint("https://revoked.example.com");
    const theirs = await approved({ audience: "https://revoked.example.com" });
    await sql("UPDATE api_keys SET revoked_at = now() WHERE id = $1", [other.ctx.actor.apiKeyId]);
    await expect(redeem(theirs, randomUUID(), other.ctx)).rejects.toMatchObject({
      code: "key_revoked",
    });
    expect(await redeem(keyless)).toMatchObject({ execute: true });
  });

  it("doesn't happen by introspection", async () => {
    const grant = await approved();
    for (let i = 0; i < 3; i++)
      expect(await introspectGrant(world.enforcement.ctx, grant.token)).toMatchObject({
        active: true,
        jti: grant.grantId,
      });
    await redeem(grant);
    expect(await introspectGrant(world.enforcement.ctx, grant.token)).toEqual({ active: false });
  });
});

describe("a result", () => {
  it("is kept once; the same again is answered alike, another is refused", async () => {
    const grant = await approved();
    const redemptionId = randomUUID();
    await redeem(grant, redemptionId);
    const result = { redemptionId, outcome: "succeeded" as const, actual: { records: 12751 } };
    const first = await reportResult(world.enforcement.ctx, result);
    expect(first).toMatchObject({ status: "succeeded" });
    expect(await reportResult(world.enforcement.ctx, result)).toEqual(first);
    await expect(
      reportResult(world.enforcement.ctx, { ...result, outcome: "failed" }),
    ).rejects.toMatchObject({ code: "result_conflict" });
    await expect(redeem(grant, redemptionId)).rejects.toMatchObject({ code: "already_redeemed" });
  });

  it("of not_started lets the claim lapse for good", async () => {
    const grant = await approved();
    const redemptionId = randomUUID();
    await redeem(grant, redemptionId);
    await reportResult(world.enforcement.ctx, { redemptionId, outcome: "not_started" });
    await expect(redeem(grant, redemptionId)).rejects.toMatchObject({ code: "claim_lapsed" });
    await expect(redeem(grant)).rejects.toMatchObject({ code: "already_redeemed" });
  });

  it("that never comes leaves the outcome unknown; a late one still says what happened", async () => {
    const grant = await approved();
    const redemptionId = randomUUID();
    await redeem(grant, redemptionId);
    await sql("UPDATE grants SET report_by = clock_timestamp() WHERE id = $1", [grant.grantId]);
    const system = contextFor(world.base, { kind: "system" as const, task: "test" });
    await sweepDeadlines(system);
    expect((await getOperation(world.agent.ctx, grant.id)).operation.grant?.status).toBe("unknown");
    await expect(redeem(grant, redemptionId)).rejects.toMatchObject({ code: "claim_lapsed" });
    await reportResult(world.enforcement.ctx, { redemptionId, outcome: "succeeded" });
    expect((await getOperation(world.agent.ctx, grant.id)).operation.grant?.status).toBe(
      "succeeded",
    );
  });

  it("of a redemption that nobody made is refused", async () => {
    await expect(
      reportResult(world.enforcement.ctx, { redemptionId: randomUUID(), outcome: "succeeded" }),
    ).rejects.toMatchObject({ code: "not_found" });
  });
});
