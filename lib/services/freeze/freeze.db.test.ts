import { randomUUID } from "node:crypto";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { incident, type Reviewer } from "@/test/seed";
import { browserOf as inBrowser } from "@/test/browser";
import { testWorld } from "@/test/world";
import { writeFreeze } from "@/lib/data/freezes";
import { addPasskey } from "@/test/passkey";
import { contextFor, entryFor } from "../context";
import { introspectGrant } from "../grant/introspect";
import { redeemGrant } from "../grant/redeem";
import { decideOperation } from "../operation/decide";
import { getOperation, getOwn } from "../operation/get";
import { reviewOperation } from "../operation/review";
import { submitOperation } from "../operation/submit";
import { sweepDeadlines } from "../sweep";
import { claimGrant } from "@/lib/data/grants";
import { freeze } from "./freeze";
import { beginLifting, liftAsOperator, liftFreeze } from "./lift";
import { listFreezes } from "./list";

const world = testWorld();
const sql = <R extends object>(text: string, values: unknown[] = []) =>
  world.base.db.query<R>({ text }, values);
const operator = () => contextFor(world.base, { kind: "operator" as const, login: "root" });
const system = () => contextFor(world.base, { kind: "system" as const, task: "test" });

const browserOf = ({ ctx }: Reviewer) => inBrowser(world, ctx.actor);

const PRODUCTION = { scope: "environment", environment: "production" } as const;
const EVERYTHING = { scope: "everything" } as const;
const reason = "incident 42";

async function submitted() {
  const body = incident();
  const { operation } = await submitOperation(world.agent.ctx, {
    body,
    raw: JSON.stringify(body),
    idempotencyKey: randomUUID(),
  });
  return { id: operation.id, operation, body };
}

async function approved() {
  const reviewer = await world.addUser();
  const { id, body } = await submitted();
  await decideOperation(reviewer.ctx, {
    ...(await world.formOf(reviewer, id)),
    verdict: "approve",
  });
  const { operation } = await getOperation(world.agent.ctx, id);
  const { grant } = operation;
  if (!grant?.token) throw new Error("no grant was issued");
  const { environment, audience, action, resource, params, artifact } = body;
  return {
    id,
    grantId: grant.id,
    token: grant.token,
    digest: operation.operation_digest,
    execute: { environment, audience, action, resource, params, artifact },
  };
}
type Approved = Awaited<ReturnType<typeof approved>>;
const redeem = (of: Approved) =>
  redeemGrant(world.enforcement.ctx, {
    grant: of.token,
    redemption_id: randomUUID(),
    operation: of.execute,
  });

const seqOf = async (action: string, last = true) =>
  Number(
    (
      await sql<{ seq: string }>(
        `SELECT seq FROM audit_events WHERE action = $1 ORDER BY seq ${last ? "DESC" : ""} LIMIT 1`,
        [action],
      )
    )[0]?.seq,
  );

/** Until a session of this database waits for another's lock. */
const untilSomebodyWaits = () =>
  vi.waitFor(async () =>
    expect(
      await sql(
        `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
      ),
    ).not.toEqual([]),
  );

beforeEach(async () => {
  for (const table of ["environments", "installation"])
    await sql(`UPDATE ${table} SET frozen_at = NULL, frozen_until = NULL, frozen_reason = NULL,
      frozen_by = NULL WHERE frozen_at IS NOT NULL`);
});

describe("while an environment, or everything, is frozen", () => {
  it.each([PRODUCTION, EVERYTHING])(
    "nothing is redeemed, and the refusal says why: %j",
    async (of) => {
      const grant = await approved();
      await freeze(operator(), { ...of, reason, ends_in: 3600 });
      await expect(redeem(grant)).rejects.toMatchObject({
        code: "environment_frozen",
        detail: expect.stringContaining(reason),
        extra: { retryAfter_s: expect.toSatisfy((s: number) => s > 3500 && s <= 3600) },
      });
      expect(await introspectGrant(world.enforcement.ctx, grant.token)).toEqual({ active: false });
      await liftAsOperator(operator(), of);
      expect(await redeem(grant)).toMatchObject({ execute: true });
    },
  );

  it("another environment's grants are redeemed as ever", async () => {
    const grant = await approved();
    await freeze(operator(), { scope: "environment", environment: "staging", reason });
    expect(await redeem(grant)).toMatchObject({ execute: true });
  });

  it("operations are submitted and decided, and each answer says that it is frozen", async () => {
    const before = await submitted();
    const { etag } = await getOwn(world.agent.ctx, before.id);
    await freeze(operator(), { ...PRODUCTION, reason });
    const frozen = { scope: "environment", reason, until: null };
    expect((await submitted()).operation.frozen).toEqual(frozen);
    const { summary, etag: etagNow } = await getOwn(world.agent.ctx, before.id);
    expect(summary.frozen).toEqual(frozen);
    expect(etagNow).not.toBe(etag);
    const reviewer = await world.addUser();
    expect((await reviewOperation(reviewer.ctx, before.id)).frozen).toEqual(frozen);
    const { id } = await approved();
    expect((await getOwn(world.agent.ctx, id)).summary).toMatchObject({
      status: "approved",
      frozen,
      next: { action: "wait" },
      grant: { status: "issued" },
    });
  });
});

describe("a freeze and a claim at the same time", () => {
  it("a claim that began before the freeze committed is refused once it has", async () => {
    for (const target of [
      {
        environmentId:
          (await sql<{ id: string }>("SELECT id FROM environments WHERE slug = 'production'"))[0]
            ?.id ?? "",
      },
      "everything" as const,
    ]) {
      const grant = await approved();
      let claim: Promise<unknown> = Promise.resolve();
      await world.base.db.transaction(async (tx) => {
        const by = { kind: "operator", login: "root" };
        expect(await writeFreeze(tx, target, { ends_in: null, reason, by })).not.toBeNull();
        claim = redeem(grant).catch((error: unknown) => error);
        await untilSomebodyWaits();
      });
      expect(await claim).toMatchObject({ code: "environment_frozen" });
      await liftAsOperator(operator(), target === "everything" ? EVERYTHING : PRODUCTION);
    }
  });

  it("a freeze waits for the claim that began before it, and is later in the log", async () => {
    const grant = await approved();
    let freezing: Promise<unknown> = Promise.resolve();
    await world.base.db.transaction(async (tx) => {
      const { actor } = world.enforcement.ctx;
      const claimed = await claimGrant(
        tx,
        {
          ...actor,
          grantId: grant.grantId,
          redemptionId: randomUUID(),
          operationDigest: grant.digest,
          startWindow_s: 30,
          reportWindow_s: 600,
          policyVersion: 0,
          proof: null,
        },
        entryFor(world.enforcement.ctx, {
          action: "grant.claimed",
          operationId: grant.id,
          subject: grant.grantId,
        }),
      );
      expect(claimed).not.toBeNull();
      freezing = freeze(operator(), { ...PRODUCTION, reason });
      await untilSomebodyWaits();
    });
    await freezing;
    expect(await seqOf("environment.frozen")).toBeGreaterThan(await seqOf("grant.claimed"));
  });

  it("among many racing claims none that began after the answer succeeds, nor comes after it in the log", async () => {
    for (const of of [PRODUCTION, EVERYTHING]) {
      const grants = await Promise.all(Array.from({ length: 24 }, approved));
      let claimed = 0;
      let answered = false;
      let freezing: Promise<unknown> | undefined;
      const redeemNext = async (worker: number) => {
        const seen: { late: boolean; code: string }[] = [];
        for (const grant of grants.filter((_, i) => i % 6 === worker)) {
          if (claimed >= 6)
            freezing ??= freeze(operator(), { ...of, reason }).then(() => (answered = true));
          const late = answered;
          const code = await redeem(grant).then(
            () => "claimed",
            ({ code: refused }: { code: string }) => refused,
          );
          if (code === "claimed") claimed += 1;
          seen.push({ late, code });
        }
        return seen;
      };
      const outcomes = await Promise.all([0, 1, 2, 3, 4, 5].map(redeemNext));
      await freezing;
      const all = outcomes.flat();
      expect(all.filter(({ late, code }) => late && code !== "environment_frozen")).toEqual([]);
      expect(new Set(all.map(({ code }) => code))).toEqual(
        new Set(["claimed", "environment_frozen"]),
      );
      const frozen = await seqOf(of === EVERYTHING ? "installation.frozen" : "environment.frozen");
      expect(await seqOf("grant.claimed")).toBeLessThan(frozen);
      await liftAsOperator(operator(), of);
    }
  });
});

describe("a freeze's end", () => {
  it("comes by itself at its time, before anybody has written it down; the sweeper does, once", async () => {
    const grant = await approved();
    await freeze(operator(), { ...PRODUCTION, reason, ends_in: 60 });
    await freeze(operator(), { ...EVERYTHING, reason, ends_in: 60 });
    for (const table of ["environments", "installation"])
      await sql(
        `UPDATE ${table} SET frozen_at = frozen_at - interval '1 hour',
          frozen_until = clock_timestamp() WHERE frozen_at IS NOT NULL`,
      );
    expect(await listFreezes(operator())).toEqual([]);
    expect(await redeem(grant)).toMatchObject({ execute: true });
    await sweepDeadlines(system());
    const [env, all] = [await seqOf("environment.unfrozen"), await seqOf("installation.unfrozen")];
    expect(Math.min(env, all)).toBeGreaterThan(await seqOf("grant.claimed"));
    await sweepDeadlines(system());
    expect([await seqOf("environment.unfrozen"), await seqOf("installation.unfrozen")]).toEqual([
      env,
      all,
    ]);
  });

  it("is put off by freezing again, and never brought forward", async () => {
    await freeze(operator(), { ...PRODUCTION, reason, ends_in: 3600 });
    const longer = await freeze(operator(), {
      ...PRODUCTION,
      reason: "incident 43",
      ends_in: 7200,
    });
    expect(longer.reason).toBe("incident 43");
    expect(await freeze(operator(), { ...PRODUCTION, reason: "short", ends_in: 60 })).toEqual(
      longer,
    );
    const open = await freeze(operator(), { ...PRODUCTION, reason: "for good" });
    expect(open).toMatchObject({ until: null, since: longer.since });
    expect(await freeze(operator(), { ...PRODUCTION, reason: "short", ends_in: 60 })).toEqual(open);
  });
});

describe("who may freeze", () => {
  it("any reviewer may, no auditor, no agent, no enforcement point, nobody who was signed out or suspended", async () => {
    const { ctx } = await world.addUser({ member: false });
    expect(await freeze(ctx, { ...PRODUCTION, reason })).toMatchObject({ by: "Robin Reviewer" });
    const auditor = await world.addUser({ role: "auditor" });
    for (const nobody of [auditor.ctx, world.agent.ctx, world.enforcement.ctx])
      await expect(freeze(nobody, { ...EVERYTHING, reason })).rejects.toMatchObject({
        code: expect.stringMatching(/^(forbidden|wrong_key_kind)$/),
      });
    const [suspended, signedOut] = [await world.addUser(), await world.addUser()];
    await sql("UPDATE users SET status = 'suspended' WHERE id = $1", [suspended.id]);
    await sql("UPDATE sessions SET revoked_at = now() WHERE user_id = $1", [signedOut.id]);
    for (const { ctx: gone } of [suspended, signedOut])
      await expect(freeze(gone, { ...EVERYTHING, reason })).rejects.toMatchObject({
        code: "forbidden",
      });
    expect(await listFreezes(operator())).toHaveLength(1);
  });
});

describe("lifting a freeze", () => {
  const begin = async (
    admin: Reviewer,
    of: typeof PRODUCTION | typeof EVERYTHING = PRODUCTION,
    ends_in: number | null = null,
  ) => beginLifting(browserOf(admin), { ...of, ends_in });

  it("takes an admin and their passkey; the log keeps what verifies it again", async () => {
    const admin = await world.addUser({ role: "admin" });
    const passkey = await addPasskey(world, admin);
    for (const of of [PRODUCTION, EVERYTHING]) {
      await freeze(operator(), { ...of, reason });
      const { challengeId, options } = await begin(admin, of);
      await liftFreeze(browserOf(admin), { challengeId, response: passkey.answer(options) });
      expect(await listFreezes(operator())).toEqual([]);
    }
    const [event] = await sql<{ data: Record<string, never> }>(
      "SELECT data FROM audit_events WHERE action = 'environment.unfrozen' ORDER BY seq DESC LIMIT 1",
    );
    expect(event?.data).toMatchObject({
      by: "passkey",
      statement: { slug: "production", reason, user: admin.id },
      evidence: { credential_id: passkey.id, signature: expect.any(String) },
    });
  });

  it("is refused to reviewers, and to an admin without a passkey", async () => {
    await freeze(operator(), { ...PRODUCTION, reason });
    const reviewer = await world.addUser();
    await addPasskey(world, reviewer);
    await expect(begin(reviewer)).rejects.toMatchObject({ code: "forbidden" });
    await expect(begin(await world.addUser({ role: "admin" }))).rejects.toMatchObject({
      code: "step_up_required",
    });
  });

  it("is refused with another's passkey, without user verification, for another site, for another challenge, and twice", async () => {
    const [admin, other] = [
      await world.addUser({ role: "admin" }),
      await world.addUser({ role: "admin" }),
    ];
    const [mine, theirs] = [await addPasskey(world, admin), await addPasskey(world, other)];
    await freeze(operator(), { ...PRODUCTION, reason });
    const ctx = browserOf(admin);
    const invalid = { code: "invalid_proof" };
    const { challengeId: spent, options: first } = await begin(admin);
    const attempts: ((options: Readonly<Record<string, unknown>>) => unknown)[] = [
      (options) => theirs.answer(options),
      (options) => mine.answer(options, { verifiesUser: false }),
      (options) => mine.answer(options, { origin: "https://evil.example.com" }),
      (options) => mine.answer(options, { challenge: String(first["challenge"]) }),
    ];
    for (const attempt of attempts) {
      const { challengeId, options } = await begin(admin);
      await expect(
        liftFreeze(ctx, { challengeId, response: attempt(options) }),
      ).rejects.toMatchObject(invalid);
    }
    // Somebody else can't answer my challenge either.
    await expect(
      liftFreeze(browserOf(other), { challengeId: spent, response: theirs.answer(first) }),
    ).rejects.toMatchObject(invalid);
    expect(await listFreezes(operator())).toHaveLength(1);
    await liftFreeze(ctx, { challengeId: spent, response: mine.answer(first) });
    await freeze(operator(), { ...PRODUCTION, reason });
    await expect(
      liftFreeze(ctx, { challengeId: spent, response: mine.answer(first) }),
    ).rejects.toMatchObject(invalid);
    expect(await listFreezes(operator())).toHaveLength(1);
  });

  it("lifts only the freeze that was looked at, by who still is an admin", async () => {
    const admin = await world.addUser({ role: "admin" });
    const passkey = await addPasskey(world, admin);
    await freeze(operator(), { ...PRODUCTION, reason, ends_in: 3600 });
    const { challengeId, options } = await begin(admin);
    await freeze(operator(), { ...PRODUCTION, reason: "worse than thought" });
    await expect(
      liftFreeze(browserOf(admin), { challengeId, response: passkey.answer(options) }),
    ).rejects.toMatchObject({ code: "stale_view" });
    const again = await begin(admin);
    await sql("UPDATE users SET role = 'reviewer' WHERE id = $1", [admin.id]);
    await expect(
      liftFreeze(browserOf(admin), {
        challengeId: again.challengeId,
        response: passkey.answer(again.options),
      }),
    ).rejects.toMatchObject({ code: "forbidden" });
    expect(await listFreezes(operator())).toHaveLength(1);
  });

  it("may make it end sooner instead, and not later", async () => {
    const admin = await world.addUser({ role: "admin" });
    const passkey = await addPasskey(world, admin);
    await freeze(operator(), { ...PRODUCTION, reason });
    for (const [ends_in, code] of [
      [3600, null],
      [7200, "stale_view"],
    ] as const) {
      const { challengeId, options } = await begin(admin, PRODUCTION, ends_in);
      const lifting = liftFreeze(browserOf(admin), {
        challengeId,
        response: passkey.answer(options),
      });
      if (code === null) await lifting;
      else await expect(lifting).rejects.toMatchObject({ code });
    }
    const [held] = await listFreezes(operator());
    expect(Date.parse(held?.until ?? "")).toBeLessThanOrEqual(Date.now() + 3_600_000);
  });
});
