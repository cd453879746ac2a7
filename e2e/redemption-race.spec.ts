import { randomUUID } from "node:crypto";
import { incident } from "@/test/seed";
import { decideOperation } from "@/lib/services/operation/decide";
import { getOperation } from "@/lib/services/operation/get";
import { submitOperation } from "@/lib/services/operation/submit";
import { expect, test } from "./fixtures";

const GRANTS = 200;
const REDEEMERS = 64;

test("64 redeemers over 3 processes on 200 grants: exactly one winner each", async ({
  deployment,
}) => {
  test.setTimeout(300_000);
  const { world } = deployment;
  const copies = [deployment.app, await deployment.addCopy(), await deployment.addCopy()];
  const reviewer = await world.addUser();
  const { environment, audience, action, resource, params, artifact } = incident();
  const operation = { environment, audience, action, resource, params, artifact };

  async function approvedGrant(): Promise<string> {
    const body = incident();
    const made = await submitOperation(world.agent.ctx, {
      body,
      raw: JSON.stringify(body),
      idempotencyKey: randomUUID(),
    });
    const form = await world.formOf(reviewer, made.operation.id);
    await decideOperation(reviewer.ctx, { ...form, verdict: "approve" });
    const read = await getOperation(world.agent.ctx, made.operation.id);
    const token = read.operation.grant?.token;
    if (!token) throw new Error("no grant");
    return token;
  }
  const redeem = async (grant: string, redeemer: number) => {
    const copy = copies[redeemer % copies.length];
    const response = await fetch(`${copy?.url}/api/v1/grants/redeem`, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        authorization: `Bearer ${world.enforcement.key}`,
      },
      body: JSON.stringify({ grant, redemption_id: randomUUID(), operation }),
    });
    const answer = (await response.json()) as { code?: string };
    return { status: response.status, code: answer.code };
  };

  const claims = async () => {
    const text = "SELECT count(*)::int AS count FROM audit_events WHERE action = 'grant.claimed'";
    return (await world.base.db.query<{ count: number }>({ text }, []))[0]?.count ?? 0;
  };
  const before = await claims();

  const winners: number[] = [];
  for (let i = 0; i < GRANTS; i++) {
    const grant = await approvedGrant();
    const answers = await Promise.all(
      Array.from({ length: REDEEMERS }, (_, redeemer) => redeem(grant, redeemer)),
    );
    winners.push(answers.filter(({ status }) => status === 200).length);
    const losers = answers.filter(({ status }) => status !== 200);
    expect(new Set(losers.map(({ code }) => code))).toEqual(new Set(["already_redeemed"]));
  }
  expect(winners).toEqual(Array.from({ length: GRANTS }, () => 1));
  expect((await claims()) - before).toBe(GRANTS);
});
