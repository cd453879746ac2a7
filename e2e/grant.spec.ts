import { randomUUID } from "node:crypto";
import { createAgent, grantToken, type Agent } from "@/client/agent";
import { createEnforcementPoint } from "@/client/enforce";
import { decideOperation } from "@/lib/services/operation/decide";
import { AUDIENCE, type World } from "@/test/seed";
import { expect, submitIncident, test, toExecute } from "./fixtures";

async function approved(world: World, agent: Agent): Promise<string> {
  const reviewer = await world.addUser();
  const operation = await submitIncident(agent);
  const form = await world.formOf(reviewer, operation.id);
  await decideOperation(reviewer.ctx, { ...form, verdict: "approve" });
  return grantToken(await agent.wait(operation.id)) ?? "";
}

test("a key of another environment can't submit, and reviewers can see that it was tried", async ({
  deployment,
  world,
}) => {
  const staging = await world.addAgent({ scope: { environments: ["staging"] } });
  const agent = createAgent({ baseUrl: deployment.url, apiKey: staging.key });
  await expect(submitIncident(agent)).rejects.toMatchObject({ code: "environment_mismatch" });
  const events = await world.base.db.query(
    { text: "SELECT action FROM audit_events WHERE actor->>'id' = $1" },
    [staging.id],
  );
  expect(events).toEqual([{ action: "security.environment_mismatch" }]);
});

test("another enforcement point can't burn the grant: the rightful one still redeems it, once", async ({
  deployment,
  world,
  agent,
}) => {
  const grant = await approved(world, agent);
  const audience = `https://${randomUUID()}.example.com`;
  const stranger = await world.addEnforcementPoint(audience);
  const ask = (key: string, body: object) =>
    fetch(`${deployment.url}/api/v1/grants/redeem`, {
      method: "POST",
      headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
      body: JSON.stringify({ grant, redemption_id: randomUUID(), ...body }),
    }).then(async (response) => ({
      status: response.status,
      ...((await response.json()) as { code?: string }),
    }));

  expect(await ask(stranger.key, { operation: { ...toExecute(), audience } })).toMatchObject({
    status: 403,
    code: "wrong_audience",
  });
  const swapped = { ...toExecute(), resource: { type: "railway.volume", id: "vol_51d0" } };
  expect(await ask(world.enforcement.key, { operation: swapped })).toMatchObject({
    status: 409,
    code: "digest_mismatch",
  });
  expect(await ask(world.agent.key, { operation: toExecute() })).toMatchObject({
    status: 403,
    code: "wrong_key_kind",
  });
  expect(await ask(world.enforcement.key, { operation: toExecute() })).toMatchObject({
    status: 200,
  });
});

test("the answer that was lost comes again for the same redemption, and only for it", async ({
  deployment,
  world,
  agent,
}) => {
  const grant = await approved(world, agent);
  const point = createEnforcementPoint({
    baseUrl: deployment.url,
    apiKey: world.enforcement.key,
    audience: AUDIENCE,
  });
  const redemptionId = randomUUID();
  const claim = async () => {
    const { mayStart: _, ...answer } = await point.redeem({
      grant,
      redemptionId,
      operation: toExecute(),
    });
    return answer;
  };
  const first = await claim();
  expect(first.replayed).toBe(false);
  expect(await claim()).toEqual({ ...first, replayed: true });
  await expect(
    point.redeem({ grant, redemptionId: randomUUID(), operation: toExecute() }),
  ).rejects.toMatchObject({ code: "already_redeemed" });
});
