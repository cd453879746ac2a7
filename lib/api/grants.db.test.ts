import { randomUUID } from "node:crypto";
import { beforeAll, expect, it } from "vitest";
import { describeApi } from "@/test/api";
import { AUDIENCE, incident } from "@/test/seed";
import { testWorld } from "@/test/world";
import { decideOperation } from "@/lib/services/operation/decide";

const OPERATIONS = "/api/v1/operations";
const world = testWorld();
beforeAll(async () => void (await world.addUser())); // somebody could approve

describeApi(world, (api) => {
  const approved = async () => {
    const { body } = await api.call("POST", OPERATIONS, {
      key: world.agent.key,
      body: incident(),
      headers: { "idempotency-key": randomUUID() },
    });
    const reviewer = await world.addUser();
    await decideOperation(reviewer.ctx, {
      ...(await world.formOf(reviewer, body.id)),
      verdict: "approve",
    });
    const read = await api.call("GET", `${OPERATIONS}/${body.id}`, { key: world.agent.key });
    return { id: body.id as string, token: read.body.grant.token as string };
  };
  const post = (path: string, body: unknown, key = world.enforcement.key) =>
    api.call("POST", path, { key, body });
  const { environment, action, resource, params, artifact } = incident();
  const operation = {
    environment,
    audience: AUDIENCE,
    action,
    resource: { type: resource.type, id: resource.id },
    params,
    artifact,
  };
  const redeem = (token: string, redemption_id: string = randomUUID(), key?: string) =>
    post("/api/v1/grants/redeem", { grant: token, redemption_id, operation }, key);

  it("the whole way: redeemed once, replayed, reported once, and the agent sees the outcome", async () => {
    const { id, token } = await approved();
    const redemptionId = randomUUID();
    const first = await redeem(token, redemptionId);
    expect(first).toMatchObject({
      status: 200,
      body: { execute: true, replayed: false, operation_id: id },
    });
    const again = await redeem(token, redemptionId);
    expect(again.body).toEqual({ ...first.body, replayed: true });
    expect(await redeem(token)).toMatchObject({ status: 409, body: { code: "already_redeemed" } });

    const result = `/api/v1/redemptions/${redemptionId}/result`;
    const report = { outcome: "succeeded", detail: "deleted", actual: { records: 12751 } };
    for (let i = 0; i < 2; i++)
      expect(await post(result, report)).toMatchObject({
        status: 200,
        body: { status: "succeeded" },
      });
    expect(await post(result, { outcome: "failed" })).toMatchObject({
      status: 409,
      body: { code: "result_conflict" },
    });
    const read = await api.call("GET", `${OPERATIONS}/${id}`, { key: world.agent.key });
    expect(read.body.grant).toMatchObject({
      status: "succeeded",
      outcome: { actual: { records: 12751 } },
    });
    expect(read.body.grant).not.toHaveProperty("token");
    expect(read.body.next).toEqual({ action: "stop" });
  });

  it("twenty redeemers at once: one may execute", async () => {
    const { token } = await approved();
    const answers = await Promise.all(Array.from({ length: 20 }, () => redeem(token)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    for (const { status, body } of answers)
      if (status !== 200) expect([status, body.code]).toEqual([409, "already_redeemed"]);
  });

  it("another audience's key, another operation and a broken token are refused, and burn nothing", async () => {
    const { token } = await approved();
    const other = await world.addEnforcementPoint(`https://${randomUUID()}.example.com`);
    expect((await redeem(token, randomUUID(), other.key)).body.code).toBe("wrong_audience");
    const swapped = {
      grant: token,
      redemption_id: randomUUID(),
      operation: { ...operation, params: { volumeId: "vol_other" } },
    };
    expect((await post("/api/v1/grants/redeem", swapped)).body.code).toBe("digest_mismatch");
    expect((await redeem("not.a.grant")).body.code).toBe("malformed_grant");
    expect((await redeem(`${token.slice(0, -4)}AAAA`)).status).toBeOneOf([400, 401]);
    expect((await redeem(token)).status).toBe(200);
  });

  it("operation or operation_digest, not both and not neither", async () => {
    const digest = `sha-256:${"0".repeat(64)}`;
    const base = { grant: "a.b.c", redemption_id: randomUUID() };
    for (const body of [
      base,
      { ...base, operation, operation_digest: digest },
      { ...base, redemption_id: "1", operation },
    ])
      expect((await post("/api/v1/grants/redeem", body)).status).toBe(422);
  });

  it("introspection tells a live grant's claims to its enforcement point alone", async () => {
    const { id, token } = await approved();
    const introspect = (key?: string, value = token) =>
      post("/api/v1/grants/introspect", { token: value }, key);
    expect((await introspect()).body).toMatchObject({ active: true, operation: id, aud: AUDIENCE });
    const other = await world.addEnforcementPoint(`https://${randomUUID()}.example.com`);
    expect((await introspect(other.key)).body).toEqual({ active: false });
    expect((await introspect(undefined, "nonsense")).body).toEqual({ active: false });
    expect((await redeem(token)).status).toBe(200);
    expect((await introspect()).body).toEqual({ active: false });
  });

  it("a result for a redemption that isn't one's own isn't found", async () => {
    const { token } = await approved();
    const redemptionId = randomUUID();
    await redeem(token, redemptionId);
    const other = await world.addEnforcementPoint(`https://${randomUUID()}.example.com`);
    for (const [id, key] of [
      [redemptionId, other.key],
      [randomUUID(), undefined],
      ["not-a-uuid", undefined],
    ] as const)
      expect(
        await post(`/api/v1/redemptions/${id}/result`, { outcome: "failed" }, key),
      ).toMatchObject({
        status: 404,
        body: { code: "not_found" },
      });
  });
});
