import { randomUUID } from "node:crypto";
import { beforeAll, describe, expect, it } from "vitest";
import { describeApi } from "@/test/api";
import { incident } from "@/test/seed";
import { testWorld } from "@/test/world";
import { decideOperation } from "@/lib/services/operation/decide";

const OPERATIONS = "/api/v1/operations";
const world = testWorld();
beforeAll(async () => void (await world.addUser())); // somebody could approve

describeApi(world, (api) => {
  const submit = async (
    change = {},
    key = world.agent.key,
    idempotencyKey: string = randomUUID(),
  ) =>
    api.call("POST", OPERATIONS, {
      key,
      body: { ...incident(), ...change },
      headers: { "idempotency-key": idempotencyKey },
    });
  const approve = async (id: string) => {
    const reviewer = await world.addUser();
    await decideOperation(reviewer.ctx, {
      ...(await world.formOf(reviewer, id)),
      verdict: "approve",
    });
  };

  describe("submit", () => {
    it("answers 201 with the pending operation, where it is, and when to come again", async () => {
      const { status, headers, body } = await submit();
      expect(status).toBe(201);
      expect(body).toMatchObject({ status: "pending", next: { action: "wait", retry_after: 5 } });
      expect(headers.get("location")).toBe(body.links.self);
      expect(body.links.self).toBe(`http://localhost:3000${OPERATIONS}/${body.id}`);
      expect(headers.get("retry-after")).toBe("5");
      const read = await api.call("GET", `${OPERATIONS}/${body.id}`, { key: world.agent.key });
      expect(read.headers.get("etag")).toBe(headers.get("etag"));
    });

    it("twenty at once with one idempotency key make one operation", async () => {
      const key = randomUUID();
      const answers = await Promise.all(
        Array.from({ length: 20 }, () => submit({}, world.agent.key, key)),
      );
      expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
      expect(answers.map(({ status }) => status).sort()).toEqual([...Array(19).fill(200), 201]);
    });

    it("the same key and body is answered with the operation as it is now, another body is refused", async () => {
      const key = randomUUID();
      const first = await submit({}, world.agent.key, key);
      await approve(first.body.id);
      const again = await submit({}, world.agent.key, key);
      expect([again.status, again.body.id, again.body.status]).toEqual([
        200,
        first.body.id,
        "approved",
      ]);
      expect(await submit({ reason: "other" }, world.agent.key, key)).toMatchObject({
        status: 422,
        body: { code: "idempotency_mismatch" },
      });
    });

    it("an idempotency key is required, of 1 to 255 visible ASCII characters", async () => {
      for (const bad of [undefined, "", "a b", "x".repeat(256), "caf\u00e9"]) {
        const headers: Record<string, string> = bad === undefined ? {} : { "idempotency-key": bad };
        const answer = await api.call("POST", OPERATIONS, {
          key: world.agent.key,
          body: incident(),
          headers,
        });
        expect(answer).toMatchObject({ status: 400, body: { code: "idempotency_key_required" } });
      }
      expect((await submit({}, world.agent.key, `!${randomUUID()}~`.padEnd(255, "x"))).status).toBe(
        201,
      );
    });

    it("outside of the key's scope and of what is registered, it says which", async () => {
      const narrow = await world.addAgent({ scope: { environments: ["staging"] } });
      const reader = await world.addAgent({ scope: { actions: ["railway.volume.read"] } });
      expect((await submit({}, narrow.key)).body.code).toBe("environment_mismatch");
      expect((await submit({}, reader.key)).body.code).toBe("scope_denied");
      expect((await submit({ environment: "nowhere" })).body.code).toBe("unknown_environment");
      expect((await submit({ audience: "https://other.example.com" })).body.code).toBe(
        "unknown_audience",
      );
    });

    it("preview tells the same digest and risk, and stores nothing", async () => {
      const { key } = await world.addAgent();
      const preview = await api.call("POST", `${OPERATIONS}/preview`, { key, body: incident() });
      expect(preview.status).toBe(200);
      expect((await api.call("GET", OPERATIONS, { key })).body.items).toEqual([]);
      const { body } = await submit({}, key);
      expect(body.operation_digest).toBe(preview.body.operation_digest);
      expect(body.risk).toBe(preview.body.risk);
    });
  });

  describe("list", () => {
    it("pages newest first through the agent's own, and filters", async () => {
      const { key } = await world.addAgent();
      const ids: string[] = [];
      for (let i = 0; i < 5; i++) ids.unshift((await submit({}, key)).body.id);
      const seen: string[] = [];
      for (let cursor: string | null = ""; cursor !== null;) {
        const query: string = cursor ? `&cursor=${cursor}` : "";
        const page = await api.call("GET", `${OPERATIONS}?limit=2${query}`, { key });
        seen.push(...page.body.items.map(({ id }: { id: string }) => id));
        cursor = page.body.next_cursor;
      }
      expect(seen).toEqual(ids);
      await api.call("POST", `${OPERATIONS}/${ids[0]}/cancel`, { key });
      const cancelled = await api.call("GET", `${OPERATIONS}?status=cancelled`, { key });
      expect(cancelled.body.items.map(({ id }: { id: string }) => id)).toEqual([ids[0]]);
      expect(
        (await api.call("GET", `${OPERATIONS}?environment=staging`, { key })).body.items,
      ).toEqual([]);
    });

    it("names what is wrong in the query", async () => {
      for (const [query, pointer] of [
        ["limit=0", "/limit"],
        ["limit=101", "/limit"],
        ["status=done", "/status"],
        ["state=pending", "/state"],
        ["status=pending&status=denied", "/status"],
        ["cursor=zzz", "/cursor"],
        ...[
          ["1", "op_00000000000000000000000000"],
          ["2026-02-31T00:00:00.000Z", "op_00000000000000000000000000"],
          ["+275760-09-13T00:00:00.000Z", "op_00000000000000000000000000"],
          ["2026-02-01T00:00:00.000Z", "\u0000"],
        ].map((position) => [
          `cursor=${Buffer.from(JSON.stringify(position)).toString("base64url")}`,
          "/cursor",
        ]),
      ]) {
        const answer = await api.call("GET", `${OPERATIONS}?${query}`, { key: world.agent.key });
        expect(answer).toMatchObject({
          status: 422,
          body: { code: "validation_failed", errors: [{ pointer }] },
        });
      }
    });
  });

  describe("read and cancel", () => {
    it("another agent's operation isn't there, nor is anything under an odd id", async () => {
      const { body } = await submit();
      const other = await world.addAgent();
      for (const [key, id] of [
        [other.key, body.id],
        [world.agent.key, "op_00000000000000000000000000"],
        [world.agent.key, "op_%00"],
        [world.agent.key, "op_%ff"],
        [world.agent.key, "..%2f..%2fkeys"],
      ] as const)
        for (const [method, end] of [
          ["GET", ""],
          ["GET", "?wait=5"],
          ["POST", "/cancel"],
        ] as const)
          expect(await api.call(method, `${OPERATIONS}/${id}${end}`, { key })).toMatchObject({
            status: 404,
            body: { code: "not_found" },
          });
    });

    it("gives back what was submitted, unchanged", async () => {
      const asked = incident({
        params: { volumeId: "vol_8f2c", nested: { é: [1.5, null, "\u202e"] } },
      });
      const { body } = await submit(asked);
      const read = await api.call("GET", `${OPERATIONS}/${body.id}`, { key: world.agent.key });
      expect(read.body).toMatchObject({
        params: asked.params,
        reason: asked.reason,
        claims: asked.claims,
      });
      expect(read.body.artifact).toMatchObject(asked.artifact);
      expect(read.body.artifact.sha256).toMatch(/^[0-9a-f]{64}$/);
    });

    it("cancel may be repeated, and comes too late after a decision", async () => {
      const { body } = await submit();
      const cancel = (id: string) =>
        api.call("POST", `${OPERATIONS}/${id}/cancel`, { key: world.agent.key });
      for (let i = 0; i < 2; i++)
        expect(await cancel(body.id)).toMatchObject({ status: 200, body: { status: "cancelled" } });
      const decided = await submit();
      await approve(decided.body.id);
      expect(await cancel(decided.body.id)).toMatchObject({
        status: 409,
        body: { code: "already_terminal" },
      });
    });

    it("is 304 while the ETag holds, and 200 with the grant after the decision", async () => {
      const { body, headers } = await submit();
      const read = (tags: string) =>
        api.call("GET", `${OPERATIONS}/${body.id}`, {
          key: world.agent.key,
          headers: { "if-none-match": tags },
        });
      const etag = headers.get("etag") ?? "";
      const same = await read(`"other", W/${etag}`);
      expect([same.status, same.body, same.headers.get("etag")]).toEqual([304, "", etag]);
      await approve(body.id);
      const decided = await read(etag);
      expect(decided).toMatchObject({
        status: 200,
        body: { status: "approved", next: { action: "redeem" } },
      });
      expect(decided.headers.has("retry-after")).toBe(false);
      expect((await read(decided.headers.get("etag") ?? "")).status).toBe(304);
    });

    it("every poll brings the same grant while it can be redeemed", async () => {
      const { body } = await submit();
      await approve(body.id);
      const polls = await Promise.all(
        Array.from({ length: 5 }, () =>
          api.call("GET", `${OPERATIONS}/${body.id}`, { key: world.agent.key }),
        ),
      );
      expect(new Set(polls.map((poll) => poll.body.grant.token)).size).toBe(1);
    });
  });
});
