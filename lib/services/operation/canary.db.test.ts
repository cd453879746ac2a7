import { randomUUID } from "node:crypto";
import { beforeAll, describe, expect, it } from "vitest";
import type { ActorOf } from "@/lib/core/actor";
import type { Verdict } from "@/lib/core/operation";
import { activatePolicy, policyOf } from "@/test/policy";
import { incident, type Reviewer } from "@/test/seed";
import { testWorld } from "@/test/world";
import { createAgent } from "../agent/create";
import { contextFor, type ServiceContext } from "../context";
import { redeemGrant } from "../grant/redeem";
import { registerResource } from "../inventory/register";
import { issueKey } from "../key/issue";
import { reviewerHabits } from "../user/habits";
import { decideOperation } from "./decide";
import { getOperation } from "./get";
import { loadInbox } from "./inbox";
import { reviewOperation } from "./review";
import { submitOperation } from "./submit";

const world = testWorld();
const sql = <R extends object>(text: string, values: unknown[] = []) =>
  world.base.db.query<R>({ text }, values);
let canary: ServiceContext<ActorOf<"agent">>;
let reviewer: Reviewer;

beforeAll(async () => {
  const operator = contextFor(world.base, { kind: "operator", login: "root" });
  const { id } = await createAgent(operator, { name: "nightly-tidy", canary: true });
  const scope = { environments: ["*"], actions: ["*"], resources: ["*"] };
  const { id: apiKeyId } = await issueKey(operator, { kind: "agent", agent: id, scope });
  canary = contextFor(world.base, { kind: "agent", agentId: id, apiKeyId, scope } as never);
  reviewer = await world.addUser();
});

async function submit(volume: string, ctx = canary) {
  const body = incident({
    resource: { type: "railway.volume", id: volume },
    params: { volumeId: volume },
    artifact: { kind: "graphql", content: `mutation { volumeDelete(volumeId: "${volume}") }` },
    claims: {},
  });
  const { operation } = await submitOperation(ctx, {
    body,
    raw: JSON.stringify(body),
    idempotencyKey: randomUUID(),
  });
  return { id: operation.id, operation, body };
}
const decide = async (id: string, verdict: Verdict) =>
  decideOperation(reviewer.ctx, { ...(await world.formOf(reviewer, id)), verdict });

/** No token for the agent, none that an enforcement point could use, and a log that says so. */
async function expectWithheld({ id, body }: Awaited<ReturnType<typeof submit>>) {
  const { operation } = await getOperation(canary, id);
  expect(operation).toMatchObject({ status: "approved", grant: { status: "revoked" } });
  expect(operation.grant).not.toHaveProperty("token");
  const [stored] = await sql<{ token: string }>(
    "SELECT token FROM grants WHERE operation_id = $1",
    [id],
  );
  const { environment, audience, action, resource, params, artifact } = body;
  await expect(
    redeemGrant(world.enforcement.ctx, {
      grant: stored!.token,
      redemption_id: randomUUID(),
      operation: { environment, audience, action, resource, params, artifact },
    }),
  ).rejects.toMatchObject({ code: "grant_revoked" });
  const entries = await sql<{ action: string }>(
    "SELECT action FROM audit_events WHERE operation_id = $1 AND action LIKE 'grant.%'",
    [id],
  );
  expect(entries).toEqual([{ action: "grant.withheld" }]);
}

describe("what a canary asks for", () => {
  it("is never permitted, though everybody approves it", async () => {
    const planted = await submit("vol_missed");
    await decide(planted.id, "approve");
    await expectWithheld(planted);
  });

  it("looks like any other until it is decided, and is told then", async () => {
    const { id } = await submit("vol_hidden");
    const isListed = async () => {
      const inbox = await loadInbox(reviewer.ctx);
      return [...inbox.for_me, ...inbox.recently_decided].find((row) => row.id === id)?.canary;
    };
    expect(JSON.stringify(await reviewOperation(reviewer.ctx, id))).not.toContain('"canary":true');
    expect(await isListed()).toBe(false);
    await decide(id, "deny");
    expect((await reviewOperation(reviewer.ctx, id)).canary).toBe(true);
    expect(await isListed()).toBe(true);
  });

  it("and was denied isn't held against who asks for it in earnest", async () => {
    await decide((await submit("vol_both")).id, "deny");
    const { operation } = await submit("vol_both", world.agent.ctx);
    expect(operation).not.toHaveProperty("denied_before");
  });

  it("is counted for who denied it and who didn't", async () => {
    const admin = await world.addUser({ role: "admin", member: false });
    const before = (await reviewerHabits(admin.ctx)).find(({ id }) => id === reviewer.id);
    await decide((await submit("vol_caught")).id, "deny");
    await decide((await submit("vol_missed_too")).id, "approve");
    const after = (await reviewerHabits(admin.ctx)).find(({ id }) => id === reviewer.id);
    expect(after).toMatchObject({
      canaries_caught: (before?.canaries_caught ?? 0) + 1,
      canaries_missed: (before?.canaries_missed ?? 0) + 1,
    });
  });

  it("is never permitted where the policy allows it by itself", async () => {
    const operator = contextFor(world.base, { kind: "operator", login: "root" });
    await registerResource(operator, {
      type: "railway.volume",
      pattern: "vol_allowed",
      environment: "production",
    });
    await activatePolicy(
      world.base.db,
      policyOf('  - name: fine\n    when: environment.slug == "production"\n    allow: true'),
    );
    await expectWithheld(await submit("vol_allowed"));
  });
});

it("what is planted can't become real, nor what is real planted", async () => {
  for (const change of ["true", "false"])
    await expect(
      sql(`UPDATE agents SET canary = ${change} WHERE canary <> ${change}`),
    ).rejects.toThrow(/from its first day or never/);
});
