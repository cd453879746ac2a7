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
  const submit = async () => {
    const { body, headers } = await api.call("POST", OPERATIONS, {
      key: world.agent.key,
      body: incident(),
      headers: { "idempotency-key": randomUUID() },
    });
    return { id: body.id as string, etag: headers.get("etag") ?? "" };
  };
  const read = (
    id: string,
    query = "",
    headers: Record<string, string> = {},
    signal?: AbortSignal,
  ) =>
    api.call("GET", `${OPERATIONS}/${id}${query}`, {
      key: world.agent.key,
      headers,
      ...(signal ? { signal } : {}),
    });
  const decide = async (id: string, verdict: "approve" | "deny") => {
    const reviewer = await world.addUser();
    await decideOperation(reviewer.ctx, { ...(await world.formOf(reviewer, id)), verdict });
  };

  /** Resolves when somebody waits for the operation; `watching` counts those who do. */
  const observeWaiters = () => {
    const { changes } = world.base;
    const watch = changes.watch.bind(changes);
    const seen = {
      watching: 0,
      began: null as (() => void) | null,
      ended: null as (() => void) | null,
    };
    changes.watch = (id, wake) => {
      const stop = watch(id, wake);
      seen.watching++;
      seen.began?.();
      return () => {
        seen.watching--;
        stop();
        seen.ended?.();
      };
    };
    return {
      seen,
      began: () => new Promise<void>((resolve) => (seen.began = resolve)),
      ended: () => new Promise<void>((resolve) => (seen.ended = resolve)),
      restore: () => void (changes.watch = watch),
    };
  };

  describe("the long poll", () => {
    it.each(["approve", "deny"] as const)("wakes when a reviewer does %s", async (verdict) => {
      const { id } = await submit();
      const waiters = observeWaiters();
      const began = waiters.began();
      const poll = read(id, "?wait=30");
      await began;
      const decidedAt = performance.now();
      await decide(id, verdict);
      const { status, body } = await poll;
      waiters.restore();
      expect([status, body.status]).toEqual([200, verdict === "approve" ? "approved" : "denied"]);
      expect(performance.now() - decidedAt).toBeLessThan(5_000);
    });

    it("ends as pending after its time, or as 304 where the ETag was given", async () => {
      const { id, etag } = await submit();
      const started = performance.now();
      const pending = await read(id, "?wait=1");
      expect(performance.now() - started).toBeGreaterThan(990);
      expect(pending).toMatchObject({ status: 200, body: { status: "pending" } });
      const same = await read(id, "", { prefer: "respond-async, wait=1", "if-none-match": etag });
      expect([same.status, same.headers.get("preference-applied")]).toEqual([304, "wait=1"]);
    });

    it("answers at once when the operation is decided or differs from the ETag", async () => {
      const { id } = await submit();
      const started = performance.now();
      expect((await read(id, "?wait=30", { "if-none-match": '"other"' })).status).toBe(200);
      await decide(id, "deny");
      expect((await read(id, "?wait=30")).body.status).toBe("denied");
      expect(performance.now() - started).toBeLessThan(10_000);
    });

    it("takes the query before the preference, and refuses a wait beyond 30", async () => {
      const { id } = await submit();
      const both = await read(id, "?wait=0", { prefer: "wait=30" });
      expect([both.status, both.headers.has("preference-applied")]).toEqual([200, false]);
      for (const wait of ["31", "-1", "1.5", "soon"])
        expect(await read(id, `?wait=${wait}`)).toMatchObject({
          status: 422,
          body: { errors: [{ pointer: "/wait" }] },
        });
    });

    it("leaves nobody waiting when the client disconnects", async () => {
      const { id } = await submit();
      const waiters = observeWaiters();
      const began = waiters.began();
      const client = new AbortController();
      const poll = read(id, "?wait=30", {}, client.signal).catch(() => null);
      await began;
      expect(waiters.seen.watching).toBe(1);
      const ended = waiters.ended();
      client.abort();
      await ended;
      await poll;
      waiters.restore();
      expect(waiters.seen.watching).toBe(0);
    });

    it("holds no database connection while it waits", async () => {
      const { id } = await submit();
      const waiters = observeWaiters();
      const count = 60; // three times the pool
      let begun = 0;
      const all = new Promise<void>((resolve) => {
        waiters.seen.began = () => void (++begun === count && resolve());
      });
      const polls = Array.from({ length: count }, () => read(id, "?wait=30"));
      await all;
      expect((await read(id)).status).toBe(200);
      await decide(id, "approve");
      for (const poll of await Promise.all(polls)) expect(poll.body.status).toBe("approved");
      waiters.restore();
    });
  });

  describe("polling without wait", () => {
    it("faster than the interval is slow_down, and the interval grows by 5 s each time", async () => {
      const { id } = await submit();
      expect((await read(id)).body.next.retry_after).toBe(5);
      const growing = [10, 15, 20];
      for (const seconds of growing) {
        const answer = await read(id);
        expect(answer).toMatchObject({ status: 429, body: { code: "slow_down" } });
        expect(Number(answer.headers.get("retry-after"))).toBeLessThanOrEqual(seconds);
        expect(Number(answer.headers.get("retry-after"))).toBeGreaterThan(seconds - 5);
      }
      expect((await read(id, "?wait=1")).status).toBe(200);
      expect((await read((await submit()).id)).status).toBe(200);
    });

    it("is never slowed once the operation is decided", async () => {
      const { id } = await submit();
      await read(id);
      await decide(id, "deny");
      for (let i = 0; i < 3; i++) expect((await read(id)).body.status).toBe("denied");
    });
  });
});

// Last: from here on the runtime is stopping.
describeApi(world, (api) => {
  it("a stopping process answers its waiters at once, and says it isn't ready", async () => {
    const { body } = await api.call("POST", OPERATIONS, {
      key: world.agent.key,
      body: incident(),
      headers: { "idempotency-key": randomUUID() },
    });
    expect((await api.call("GET", "/api/health/ready")).status).toBe(200);
    const poll = api.call("GET", `${OPERATIONS}/${body.id}?wait=30`, { key: world.agent.key });
    api.runtime.stopping.abort();
    expect(await poll).toMatchObject({ status: 200, body: { status: "pending" } });
    expect((await api.call("GET", "/api/health/ready")).status).toBe(503);
    expect((await api.call("GET", "/api/health/live")).status).toBe(200);
  });
});
