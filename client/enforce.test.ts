import { randomUUID } from "node:crypto";
import { CompactSign, exportJWK, generateKeyPair, type JWK } from "jose";
import { afterEach, beforeAll, describe, expect, test } from "vitest";
import {
  CountersignError,
  createEnforcementPoint,
  type EnforcementPoint,
  type RedemptionJournal,
} from "./enforce";
import { operationDigest, type OperationDigestInput } from "./protocol/digest";
import { decodeGrantShape, type GrantClaims } from "./protocol/grant";
import { startScriptedServer, type ScriptedAnswer, type ScriptedServer } from "./scripted-server";

const issuer = "https://countersign.example.com";
const audience = "https://infra.example.com";
const operation: OperationDigestInput = {
  environment: "production",
  audience,
  action: "railway.volume.delete",
  resource: { type: "railway.volume", id: "vol_8f2c" },
  params: { volumeId: "vol_8f2c" },
  artifact: { kind: "graphql", content: 'mutation { volumeDelete(volumeId: "vol_8f2c") }' },
};
const swapped = { ...operation, params: { volumeId: "vol_other" } };

let privateKey: CryptoKey;
let jwk: JWK;
beforeAll(async () => {
  const pair = await generateKeyPair("EdDSA", { crv: "Ed25519", extractable: true });
  privateKey = pair.privateKey;
  jwk = { ...(await exportJWK(pair.publicKey)), kid: "sgn_1", alg: "EdDSA", use: "sig" };
});

function grantFor(change: Partial<GrantClaims> = {}): Promise<string> {
  const nbf = Math.floor(Date.now() / 1000);
  const claims: GrantClaims = {
    iss: issuer,
    aud: audience,
    sub: "agt_1",
    jti: "grt_1",
    iat: nbf,
    nbf,
    exp: nbf + 300,
    operation: "op_1",
    operation_digest: operationDigest(operation),
    shown_digest: `sha-256:${"2".repeat(64)}`,
    policy_digest: `sha-256:${"3".repeat(64)}`,
    approvals: [],
    authorization_details: [
      {
        type: "countersign_operation",
        locations: [audience],
        actions: [operation.action],
        identifier: "vol_8f2c",
        datatypes: ["railway.volume"],
        environment: "production",
      },
    ],
    ...change,
  };
  return new CompactSign(new TextEncoder().encode(JSON.stringify(claims)))
    .setProtectedHeader({ alg: "EdDSA", typ: "exec-grant+jwt", kid: "sgn_1" })
    .sign(privateKey);
}

const unavailable: ScriptedAnswer = { status: 503, headers: { "retry-after": "0" } };
const refused = (status: number, code: string): ScriptedAnswer => ({
  status,
  body: { code, detail: `It is ${code}.` },
});
/** A claim as the server gives it, for whatever redemption id was sent. */
const claimed = (change: object = {}) => ({
  status: 200,
  body: {
    execute: true,
    grant_id: "grt_1",
    operation_id: "op_1",
    start_before: new Date(Date.now() + 30_000).toISOString(),
    report_by: new Date(Date.now() + 600_000).toISOString(),
    replayed: false,
    ...change,
  },
});

let server: ScriptedServer;
afterEach(() => server.close());

/** Answers redemptions and reports in order, the last of each again and again. */
async function start(script: {
  redeem: (ScriptedAnswer | "drop")[];
  report?: (ScriptedAnswer | "drop")[];
  discovery?: ScriptedAnswer | "drop";
}): Promise<EnforcementPoint> {
  let redeems = 0;
  let reports = 0;
  const next = (answers: (ScriptedAnswer | "drop")[], at: number) =>
    answers[Math.min(at, answers.length - 1)] ?? "drop";
  server = await startScriptedServer(({ path, body }) => {
    if (path === "/.well-known/jwks.json") return { status: 200, body: { keys: [jwk] } };
    if (path === "/.well-known/countersign")
      return script.discovery ?? { status: 200, body: { issuer, redemption_endpoint: "x" } };
    if (path.endsWith("/result"))
      return next(script.report ?? [{ status: 200, body: {} }], reports++);
    const answer = next(script.redeem, redeems++);
    if (answer === "drop" || answer.status !== 200) return answer;
    const { redemption_id } = body as { redemption_id: string };
    return { ...answer, body: { redemption_id, ...(answer.body as object) } };
  });
  return createEnforcementPoint({ baseUrl: server.baseUrl, apiKey: "csk_enforce_test", audience });
}

const refusal = (attempt: Promise<unknown>) =>
  attempt.then(
    () => "accepted",
    (error: unknown) => (error instanceof CountersignError ? error.code : error),
  );
const sent = (end: string) => server.requests.filter(({ path }) => path.endsWith(end));

describe("redeem", () => {
  test("sends the digest of what is about to be executed, under the stored id", async () => {
    const point = await start({ redeem: [claimed()] });
    const redemptionId = randomUUID();
    const grant = await grantFor();
    const redemption = await point.redeem({ grant, operation, redemptionId });
    expect(redemption).toMatchObject({ redemption_id: redemptionId, replayed: false });
    expect(redemption.mayStart()).toBe(true);
    expect(sent("/redeem")[0]?.body).toEqual({
      grant,
      redemption_id: redemptionId,
      operation_digest: operationDigest(operation),
    });
  });

  test("asks again with the same id when the answer is lost", async () => {
    const point = await start({ redeem: ["drop", unavailable, claimed({ replayed: true })] });
    const redemption = await point.redeem({
      grant: await grantFor(),
      operation,
      redemptionId: randomUUID(),
    });
    expect(redemption.replayed).toBe(true);
    const ids = sent("/redeem").map(
      ({ body }) => (body as { redemption_id: string }).redemption_id,
    );
    expect(ids).toHaveLength(3);
    expect(new Set(ids).size).toBe(1);
  });

  test("refuses without asking: a swapped operation, another audience, a forged or unbound grant", async () => {
    const point = await start({ redeem: [claimed()] });
    const redeem = (grant: string, what = operation) =>
      refusal(point.redeem({ grant, operation: what, redemptionId: randomUUID() }));
    const grant = await grantFor();
    const { authorization_details } = decodeGrantShape(grant);
    const aud = "https://other.example.com";
    const elsewhere: Partial<GrantClaims> = {
      aud,
      authorization_details: [{ ...authorization_details[0], locations: [aud] }],
    };
    expect(await redeem(grant, swapped)).toBe("digest_mismatch");
    expect(await redeem(await grantFor(elsewhere))).toBe("wrong_audience");
    expect(await redeem(`${grant}x`)).toBe("malformed_grant");
    expect(await redeem(await grantFor({ iss: "https://evil.example.com" }))).toBe(
      "invalid_signature",
    );
    expect(await redeem(await grantFor({ cnf: { jkt: "A".repeat(43) } }))).toBe("invalid_proof");
    const [head, payload] = grant.split(".");
    expect(await redeem(`${head}.${payload}.${"A".repeat(86)}`)).toBe("invalid_signature");
    expect(sent("/redeem")).toHaveLength(0);
  });

  test.each<[string, ScriptedAnswer | "drop", string]>([
    ["Countersign is away", { status: 503, headers: { "retry-after": "60" } }, "unavailable"],
    ["it was redeemed", refused(409, "already_redeemed"), "already_redeemed"],
    ["it is too early", refused(425, "grant_not_yet_valid"), "grant_not_yet_valid"],
    ["it is frozen", refused(423, "environment_frozen"), "environment_frozen"],
    ["a proxy answers", { status: 404, body: "<html>" }, "invalid_response"],
    ["the answer doesn't say execute", claimed({ execute: "true" }), "invalid_response"],
    ["the answer is about another grant", claimed({ grant_id: "grt_2" }), "invalid_response"],
    [
      "the answer is about another operation",
      claimed({ operation_id: "op_2" }),
      "invalid_response",
    ],
    ["the answer is for another id", claimed({ redemption_id: randomUUID() }), "invalid_response"],
    ["the answer has no window", claimed({ start_before: "soon" }), "invalid_response"],
  ])("refuses when %s", async (_, answer, code) => {
    const point = await start({ redeem: [answer] });
    const request = { grant: await grantFor(), operation, redemptionId: randomUUID() };
    expect(await refusal(point.redeem(request))).toBe(code);
  });

  test("refuses while it can't learn who the issuer is, and recovers", async () => {
    const away: { status: number; headers: Record<string, string> } = {
      status: 503,
      headers: { "retry-after": "60" },
    };
    const point = await start({ redeem: [claimed()], discovery: away });
    const request = { grant: await grantFor(), operation, redemptionId: randomUUID() };
    expect(await refusal(point.redeem(request))).toBe("unavailable");
    Object.assign(away, { status: 200, body: { issuer, redemption_endpoint: "x" } });
    expect(await refusal(point.redeem(request))).toBe("accepted");
  });

  test("judges the start window by the server's clock, not by its own", async () => {
    const serverNow = Date.now() - 3_600_000;
    const window = (offset_ms: number) => ({
      ...claimed({ start_before: new Date(serverNow + offset_ms).toISOString() }),
      headers: { date: new Date(serverNow).toUTCString() },
    });
    const point = await start({ redeem: [window(30_000), window(-1000)] });
    const grant = await grantFor();
    const open = await point.redeem({ grant, operation, redemptionId: randomUUID() });
    const shut = await point.redeem({ grant, operation, redemptionId: randomUUID() });
    expect([open.mayStart(), shut.mayStart()]).toEqual([true, false]);
  });
});

describe("execute", () => {
  const succeed = async () => ({ outcome: "succeeded" as const, actual: { records: 3 } });

  test("redeems, executes, reports, in this order", async () => {
    const point = await start({ redeem: [claimed()] });
    let calls = 0;
    const done = await point.execute({ grant: await grantFor(), operation }, async ({ grant }) => {
      expect(sent("/redeem")).toHaveLength(1);
      expect(sent("/result")).toHaveLength(0);
      expect(grant.jti).toBe("grt_1");
      calls++;
      return succeed();
    });
    expect(calls).toBe(1);
    expect(done.report).toEqual({ delivered: true });
    expect(sent("/result").map(({ body }) => body)).toEqual([
      { outcome: "succeeded", actual: { records: 3 } },
    ]);
    expect(sent("/result")[0]?.path).toBe(
      `/api/v1/redemptions/${done.redemption.redemption_id}/result`,
    );
  });

  test("executes nothing when the claim is refused, lost or malformed", async () => {
    let calls = 0;
    const execute = () => (calls++, succeed());
    for (const answer of [
      refused(409, "already_redeemed"),
      refused(410, "grant_expired"),
      claimed({ execute: false }),
    ]) {
      const point = await start({ redeem: [answer] });
      await expect(
        point.execute({ grant: await grantFor(), operation }, execute),
      ).rejects.toThrow();
      await expect(
        point.execute({ grant: await grantFor(), operation: swapped }, execute),
      ).rejects.toThrow();
      expect(sent("/result")).toHaveLength(0);
      await server.close();
    }
    expect(calls).toBe(0);
  });

  test("reports an error as unknown, without its message, and hands it back", async () => {
    const point = await start({ redeem: [claimed()] });
    const failure = new TypeError("password=hunter2");
    const done = await point.execute({ grant: await grantFor(), operation }, () =>
      Promise.reject(failure),
    );
    expect(done.error).toBe(failure);
    expect(done.result.outcome).toBe("unknown");
    expect(sent("/result")[0]?.body).toEqual({
      outcome: "unknown",
      detail: "Execution threw TypeError.",
    });
  });

  test("reports failed when the function says so", async () => {
    const point = await start({ redeem: [claimed()] });
    const failed = { outcome: "failed" as const, detail: "The volume is attached." };
    await point.execute({ grant: await grantFor(), operation }, async () => failed);
    expect(sent("/result")[0]?.body).toEqual(failed);
  });

  test("repeats a report until it arrives, without executing again", async () => {
    const point = await start({
      redeem: [claimed()],
      report: ["drop", unavailable, { status: 200, body: {} }],
    });
    let calls = 0;
    const done = await point.execute(
      { grant: await grantFor(), operation },
      () => (calls++, succeed()),
    );
    expect(done.report).toEqual({ delivered: true });
    expect([calls, sent("/result").length]).toEqual([1, 3]);
  });

  test("hands the result back when the report is refused", async () => {
    const point = await start({ redeem: [claimed()], report: [refused(409, "result_conflict")] });
    const done = await point.execute({ grant: await grantFor(), operation }, succeed);
    expect(done.report).toMatchObject({ delivered: false, error: { code: "result_conflict" } });
    expect(done.result.outcome).toBe("succeeded");
  });

  test("doesn't begin after the window, and says that nothing was done", async () => {
    const late = claimed({ start_before: new Date(Date.now() - 5000).toISOString() });
    const point = await start({ redeem: [late] });
    let calls = 0;
    const attempt = point.execute(
      { grant: await grantFor(), operation },
      () => (calls++, succeed()),
    );
    expect(await refusal(attempt)).toBe("start_window_closed");
    expect(calls).toBe(0);
    expect(sent("/result")[0]?.body).toMatchObject({ outcome: "not_started" });
  });

  test("starts once for one journal, however often it is restarted", async () => {
    const point = await start({ redeem: [claimed(), claimed({ replayed: true })] });
    const journal = memoryJournal();
    let calls = 0;
    const request = { grant: await grantFor(), operation, journal };
    const attempts = await Promise.all(
      Array.from({ length: 5 }, () => refusal(point.execute(request, () => (calls++, succeed())))),
    );
    expect(calls).toBe(1);
    expect(attempts.toSorted()).toEqual(["accepted", ...Array<string>(4).fill("already_started")]);
    const ids = sent("/redeem").map(
      ({ body }) => (body as { redemption_id: string }).redemption_id,
    );
    expect(new Set(ids).size).toBe(1);
  });

  test("takes up a claim that an earlier process made and never began", async () => {
    const point = await start({ redeem: [claimed({ replayed: true })] });
    const done = await point.execute(
      { grant: await grantFor(), operation, journal: memoryJournal() },
      succeed,
    );
    expect(done.redemption.replayed).toBe(true);
  });

  test("executes nothing when the journal fails", async () => {
    const point = await start({ redeem: [claimed()] });
    let calls = 0;
    const journal = {
      ...memoryJournal(),
      markStarted: () => Promise.reject(new Error("disk full")),
    };
    const attempt = point.execute(
      { grant: await grantFor(), operation, journal },
      () => (calls++, succeed()),
    );
    await expect(attempt).rejects.toThrow("disk full");
    expect(calls).toBe(0);
  });
});

function memoryJournal(): RedemptionJournal {
  const ids = new Map<string, string>();
  const started = new Set<string>();
  return {
    redemptionIdFor: (grantId, fresh) => {
      const known = ids.get(grantId) ?? fresh;
      ids.set(grantId, known);
      return known;
    },
    markStarted: (id) => !started.has(id) && !!started.add(id),
  };
}
