import { randomUUID } from "node:crypto";
import { beforeAll, describe, expect, it } from "vitest";
import type { OperationSummaryView } from "@/lib/contract/operation";
import { describeApi } from "@/test/api";
import { incident } from "@/test/seed";
import { testWorld } from "@/test/world";
import { decideOperation } from "@/lib/services/operation/decide";

const BATCH = "/api/v1/operations:batch";
const world = testWorld();
beforeAll(async () => void (await world.addUser())); // somebody could approve

const sql = (text: string, values: unknown[] = []) =>
  world.base.db.query<Record<string, unknown>>({ text }, values);
const volume = (id: string) =>
  incident({
    resource: { type: "railway.volume", id },
    params: { volumeId: id },
    artifact: { kind: "graphql", content: `mutation { volumeDelete(volumeId: "${id}") }` },
  });

describeApi(world, (api) => {
  const submit = (operations: unknown[], key = world.agent.key, idempotencyKey = randomUUID()) =>
    api.call("POST", BATCH, {
      key,
      body: { operations },
      headers: { "idempotency-key": idempotencyKey },
    });

  describe("a manifest", () => {
    it("is up to 100 operations in their order, each with its own digest, decision and grant", async () => {
      const ids = Array.from({ length: 100 }, (_, i) => `vol_${i}`);
      const { status, headers, body } = await submit(ids.map(volume));
      expect(status).toBe(201);
      expect(body.operations.map((op: OperationSummaryView) => op.resource.id)).toEqual(ids);
      expect(
        new Set(body.operations.map((op: OperationSummaryView) => op.operation_digest)).size,
      ).toBe(100);
      const path = headers.get("location")?.replace("http://localhost:3000", "") ?? "";
      const read = await api.call("GET", path, { key: world.agent.key });
      expect(read.body).toEqual(body);

      const [first, second] = body.operations;
      const reviewer = await world.addUser();
      await decideOperation(reviewer.ctx, {
        ...(await world.formOf(reviewer, first.id)),
        verdict: "approve",
      });
      await decideOperation(reviewer.ctx, {
        ...(await world.formOf(reviewer, second.id)),
        verdict: "deny",
      });
      const after = (await api.call("GET", path, { key: world.agent.key })).body.operations;
      expect(
        after.slice(0, 3).map((op: OperationSummaryView) => [op.status, op.grant?.status]),
      ).toEqual([
        ["approved", "issued"],
        ["denied", undefined],
        ["pending", undefined],
      ]);
      expect(after[0].manifest).toEqual({ id: body.id, position: 1, size: 100 });
      expect((await submit([...ids, "vol_100"].map(volume))).status).toBe(422);
    });

    it("is stored whole or not at all, and says which operation it is about", async () => {
      const kept = () =>
        sql(`SELECT (SELECT count(*) FROM operations) AS operations,
          (SELECT count(*) FROM manifests) AS manifests`);
      const before = await kept();
      const answer = await submit([
        volume("vol_a"),
        { ...volume("vol_b"), environment: "nowhere" },
      ]);
      expect(answer).toMatchObject({
        status: 422,
        body: {
          code: "unknown_environment",
          errors: [{ pointer: "/operations/1", detail: expect.any(String) }],
        },
      });
      expect(await kept()).toEqual(before);
    });

    it("ten at once with one idempotency key are one; another body under it is refused", async () => {
      const key = randomUUID();
      const operations = [volume("vol_1"), volume("vol_2")];
      const answers = await Promise.all(
        Array.from({ length: 10 }, () => submit(operations, world.agent.key, key)),
      );
      expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
      expect(answers.map(({ status }) => status).sort()).toEqual([...Array(9).fill(200), 201]);
      expect(await submit([volume("vol_1")], world.agent.key, key)).toMatchObject({
        status: 422,
        body: { code: "idempotency_mismatch" },
      });
    });

    it("mails each reviewer once, however many operations it holds", async () => {
      const { body } = await submit([volume("vol_m1"), volume("vol_m2"), volume("vol_m3")]);
      const mails = await sql(
        `SELECT recipient, count(*)::int AS n FROM outbox WHERE operation_id = ANY($1) GROUP BY 1`,
        [body.operations.map((op: OperationSummaryView) => op.id)],
      );
      expect(mails.length).toBeGreaterThan(0);
      expect(new Set(mails.map(({ n }) => n))).toEqual(new Set([1]));
    });

    it("of another agent is not found", async () => {
      const { body } = await submit([volume("vol_x")]);
      const other = await world.addAgent();
      expect(
        await api.call("GET", `/api/v1/manifests/${body.id}`, { key: other.key }),
      ).toMatchObject({ status: 404 });
    });
  });

  describe("a budget", () => {
    const limited = async (limits: string) => {
      const agent = await world.addAgent();
      await sql(`UPDATE agents SET ${limits} WHERE id = $1`, [agent.id]);
      return agent;
    };
    const ask = (key: string) =>
      api.call("POST", "/api/v1/operations", {
        key,
        body: incident(),
        headers: { "idempotency-key": randomUUID() },
      });

    it("of pending operations holds against twenty at once, and one that is cancelled frees a place", async () => {
      const agent = await limited("max_pending = 3");
      const answers = await Promise.all(Array.from({ length: 20 }, () => ask(agent.key)));
      const made = answers.filter(({ status }) => status === 201);
      expect(made).toHaveLength(3);
      const refused = answers.find(({ status }) => status === 429);
      expect(refused?.body.code).toBe("budget_exceeded");
      expect(Number(refused?.headers.get("retry-after"))).toBeGreaterThan(0);
      await api.call("POST", `/api/v1/operations/${made[0]?.body.id}/cancel`, { key: agent.key });
      expect((await ask(agent.key)).status).toBe(201);
    });

    it("per hour says when the first of them no longer counts", async () => {
      const agent = await limited("max_per_hour = 2");
      await ask(agent.key);
      await ask(agent.key);
      const refused = await ask(agent.key);
      expect(refused).toMatchObject({ status: 429, body: { code: "budget_exceeded" } });
      const wait = Number(refused.headers.get("retry-after"));
      expect(wait).toBeGreaterThan(3500);
      expect(wait).toBeLessThanOrEqual(3600);
      await sql(
        "UPDATE operations SET created_at = created_at - interval '61 minutes' WHERE agent_id = $1",
        [agent.id],
      );
      expect((await ask(agent.key)).status).toBe(201);
    });

    it("isn't exceeded by a manifest, of which nothing is then kept", async () => {
      const agent = await limited("max_pending = 2");
      const three = ["vol_b1", "vol_b2", "vol_b3"].map(volume);
      expect((await submit(three, agent.key)).status).toBeGreaterThanOrEqual(429);
      expect(await sql("SELECT id FROM operations WHERE agent_id = $1", [agent.id])).toEqual([]);
      expect((await submit(three.slice(0, 2), agent.key)).status).toBe(201);
    });
  });

  describe("denial memory", () => {
    const ask = async (id: string, change = {}) =>
      (
        await api.call("POST", "/api/v1/operations", {
          key: world.agent.key,
          body: { ...volume(id), ...change },
          headers: { "idempotency-key": randomUUID() },
        })
      ).body;
    const deny = async (id: string) => {
      const reviewer = await world.addUser();
      await decideOperation(reviewer.ctx, {
        ...(await world.formOf(reviewer, id)),
        verdict: "deny",
      });
    };

    it("links the same operation to the denial before it, also when another agent asks", async () => {
      const id = `vol_${randomUUID()}`;
      const first = await ask(id);
      expect(first.denied_before).toBeUndefined();
      await deny(first.id);
      const again = await ask(id, { reason: "Please." });
      expect(again.denied_before).toEqual({ operation: first.id, same: true });
      const other = await world.addAgent();
      const { body } = await api.call("POST", "/api/v1/operations", {
        key: other.key,
        body: volume(id),
        headers: { "idempotency-key": randomUUID() },
      });
      expect(body.denied_before).toEqual({ operation: first.id, same: true });
    });

    it("links another operation on the same resource, and says that it isn't the same", async () => {
      const id = `vol_${randomUUID()}`;
      const first = await ask(id);
      await deny(first.id);
      const again = await ask(id, { action: "railway.volume.wipe" });
      expect(again.denied_before).toEqual({ operation: first.id, same: false });
    });

    it("forgets after 30 days", async () => {
      const id = `vol_${randomUUID()}`;
      const first = await ask(id);
      await deny(first.id);
      await sql("UPDATE operations SET decided_at = now() - interval '31 days' WHERE id = $1", [
        first.id,
      ]);
      expect((await ask(id)).denied_before).toBeUndefined();
    });
  });
});
