import { afterEach, describe, expect, test } from "vitest";
import { createAgent, CountersignError, grantToken, type Operation } from "./agent";
import { operationDigest } from "./protocol/digest";
import { startScriptedServer, type ScriptedAnswer, type ScriptedServer } from "./scripted-server";

const submission = {
  environment: "production",
  audience: "https://infra.example.com",
  action: "railway.volume.delete",
  resource: { type: "railway.volume", id: "vol_8f2c" },
  params: { volumeId: "vol_8f2c" },
  artifact: { kind: "none" },
  reason: "Recreate the volume.",
} as const;

const operation = (change: object = {}) => ({
  id: "op_1",
  status: "pending",
  operation_digest: operationDigest(submission),
  ...change,
});
const ok = (change: object = {}, etag = '"1"'): ScriptedAnswer => ({
  status: 200,
  headers: { etag, "retry-after": "0" },
  body: operation(change),
});
const problem = (
  status: number,
  code: string,
  headers: Record<string, string> = {},
): ScriptedAnswer => ({
  status,
  headers: { "content-type": "application/problem+json", ...headers },
  body: { type: "about:blank", title: code, status, code, detail: `It is ${code}.` },
});
const unavailable = problem(503, "unavailable", { "retry-after": "0" });

let server: ScriptedServer;
afterEach(() => server.close());

/** Answers in this order; the last one again and again. */
async function agentAgainst(...answers: (ScriptedAnswer | "drop")[]) {
  let at = 0;
  server = await startScriptedServer(() => answers[Math.min(at++, answers.length - 1)] ?? "drop");
  return createAgent({ baseUrl: server.baseUrl, apiKey: "csk_agent_test" });
}

const refusal = (attempt: Promise<unknown>) =>
  attempt.then(
    () => "accepted",
    (error: unknown) => (error instanceof CountersignError ? error.code : error),
  );

describe("submit", () => {
  test("repeats one submission under one key through lost answers, overload and outage", async () => {
    const agent = await agentAgainst(
      "drop",
      problem(429, "rate_limited", { "retry-after": "0" }),
      unavailable,
      ok(),
    );
    expect((await agent.submit(submission)).id).toBe("op_1");
    const keys = server.requests.map(({ headers }) => headers["idempotency-key"]);
    expect(keys).toHaveLength(4);
    expect(new Set(keys).size).toBe(1);
    expect(server.requests[3]).toMatchObject({
      method: "POST",
      path: "/api/v1/operations",
      body: submission,
      headers: { authorization: "Bearer csk_agent_test" },
    });
  });

  test("makes a new key for each submission, and takes the caller's", async () => {
    const agent = await agentAgainst(ok());
    await agent.submit(submission);
    await agent.submit(submission);
    await agent.submit(submission, { idempotencyKey: "mine" });
    const keys = server.requests.map(({ headers }) => headers["idempotency-key"]);
    expect(new Set(keys).size).toBe(3);
    expect(keys[2]).toBe("mine");
  });

  test("waits as long as Retry-After says", async () => {
    const agent = await agentAgainst(problem(503, "unavailable", { "retry-after": "1" }), ok());
    const start = performance.now();
    await agent.submit(submission);
    expect(performance.now() - start).toBeGreaterThanOrEqual(990);
  });

  test("doesn't repeat what was refused, and passes on why", async () => {
    const agent = await agentAgainst({
      ...problem(422, "validation_failed", { "x-request-id": "req_1" }),
      body: {
        code: "validation_failed",
        detail: "No.",
        errors: [{ pointer: "/action", detail: "is empty" }],
      },
    });
    const error: unknown = await agent.submit(submission).catch((caught: unknown) => caught);
    expect(error).toMatchObject({
      code: "validation_failed",
      status: 422,
      requestId: "req_1",
      errors: [{ pointer: "/action", detail: "is empty" }],
    });
    expect(server.requests).toHaveLength(1);
  });

  test("gives up when Retry-After is longer than anyone would wait", async () => {
    const agent = await agentAgainst(problem(503, "unavailable", { "retry-after": "3600" }));
    expect(await refusal(agent.submit(submission))).toBe("unavailable");
    expect(server.requests).toHaveLength(1);
  });

  test("sends nothing that JSON would change", async () => {
    const agent = await agentAgainst(ok());
    for (const params of [{ count: NaN }, { gone: undefined }, { id: 2 ** 53 }])
      await expect(agent.submit({ ...submission, params })).rejects.toThrow();
    expect(server.requests).toHaveLength(0);
  });

  test("refuses an answer about another operation, or about none", async () => {
    const agent = await agentAgainst(ok({ operation_digest: `sha-256:${"0".repeat(64)}` }), {
      status: 200,
      body: {},
    });
    expect(await refusal(agent.submit(submission))).toBe("invalid_response");
    expect(await refusal(agent.submit(submission))).toBe("invalid_response");
  });

  test("goes nowhere else with the key", async () => {
    const agent = await agentAgainst({
      status: 307,
      headers: { location: "/elsewhere", "retry-after": "0" },
    });
    const gaveUp = AbortSignal.timeout(100);
    await expect(agent.submit(submission, { signal: gaveUp })).rejects.toThrow();
    expect(server.requests.every(({ path }) => path === "/api/v1/operations")).toBe(true);
  });
});

describe("wait", () => {
  test("asks again until it is decided, telling what it knows already", async () => {
    const states: unknown[] = [];
    const agent = await agentAgainst(
      ok({}, '"1"'),
      { status: 304, headers: { etag: '"1"', "retry-after": "0" } },
      ok({ approvals: { received: 1 } }, '"2"'),
      ok({ status: "denied" }, '"3"'),
    );
    const decided = await agent.wait("op_1", {
      onPending: (state) => states.push(state.approvals),
    });
    expect(decided.status).toBe("denied");
    expect(states).toEqual([undefined, { received: 1 }]);
    expect(server.requests.map(({ path }) => path)).toEqual(
      Array(4).fill("/api/v1/operations/op_1?wait=30"),
    );
    expect(server.requests.map(({ headers }) => headers["if-none-match"])).toEqual([
      undefined,
      '"1"',
      '"1"',
      '"2"',
    ]);
  });

  test("rides out an outage, a proxy's error page and a cut answer", async () => {
    const agent = await agentAgainst(
      unavailable,
      { status: 502, headers: { "retry-after": "0" }, body: "<html>Bad gateway</html>" },
      { status: 200, body: '{"id":"op_1","sta' },
      problem(429, "slow_down", { "retry-after": "0" }),
      ok({ status: "approved" }),
    );
    expect((await agent.wait("op_1")).status).toBe("approved");
  });

  test("ends when Countersign stays away", async () => {
    const agent = await agentAgainst("drop");
    expect(await refusal(agent.wait("op_1", { unreachable_s: 0 }))).toBe("unavailable");
  });

  test("ends at once on a refusal", async () => {
    const agent = await agentAgainst(problem(404, "not_found"));
    expect(await refusal(agent.wait("op_1"))).toBe("not_found");
    expect(server.requests).toHaveLength(1);
  });

  test("ends when the caller has had enough, with the caller's reason", async () => {
    const agent = await agentAgainst(ok());
    const enough = new Error("enough");
    const controller = new AbortController();
    const waiting = agent.wait("op_1", { signal: controller.signal });
    controller.abort(enough);
    await expect(waiting).rejects.toBe(enough);
  });

  test("takes a status that it doesn't know for decided and not approved", async () => {
    const agent = await agentAgainst(
      ok({ status: "escalated", grant: { status: "issued", token: "eyJ" } }),
    );
    const decided = await agent.wait("op_1");
    expect(decided.status).toBe("escalated");
    expect(grantToken(decided)).toBeNull();
  });
});

test("only an approved operation with a grant that is still issued has a token", () => {
  const grant = { id: "grt_1", status: "issued", token: "eyJ" };
  const tokenOf = (change: object) => grantToken(operation(change) as unknown as Operation);
  expect(tokenOf({ status: "approved", grant })).toBe("eyJ");
  expect(tokenOf({ status: "pending", grant })).toBeNull();
  expect(tokenOf({ status: "approved" })).toBeNull();
  expect(tokenOf({ status: "approved", grant: { ...grant, status: "revoked" } })).toBeNull();
  expect(tokenOf({ status: "approved", grant: { id: "grt_1", status: "issued" } })).toBeNull();
});

test("list and cancel speak to their endpoints", async () => {
  const agent = await agentAgainst(
    { status: 200, body: { items: [operation()], next_cursor: null } },
    ok({ status: "cancelled" }),
  );
  expect((await agent.list({ status: "pending", limit: 5 })).items).toHaveLength(1);
  expect((await agent.cancel("op_1")).status).toBe("cancelled");
  expect(server.requests.map(({ method, path }) => `${method} ${path}`)).toEqual([
    "GET /api/v1/operations?status=pending&limit=5",
    "POST /api/v1/operations/op_1/cancel",
  ]);
});

test("a key doesn't travel in the clear", async () => {
  server = await startScriptedServer(() => "drop");
  const options = { apiKey: "csk_agent_test" };
  expect(() => createAgent({ ...options, baseUrl: "http://countersign.example.com" })).toThrow(
    TypeError,
  );
  expect(() => createAgent({ ...options, baseUrl: "http://127.0.0.1.example.com" })).toThrow(
    TypeError,
  );
  for (const baseUrl of [
    "https://countersign.example.com",
    "http://localhost:3000",
    "http://[::1]:3000",
  ])
    expect(() => createAgent({ ...options, baseUrl })).not.toThrow();
});
