import { randomUUID } from "node:crypto";
import { setTimeout as after } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { ActorOf } from "@/lib/core/actor";
import { DomainError } from "@/lib/core/error";
import { startCopy, type Copy } from "@/test/race/copies";
import { replay, type Entry } from "@/test/race/replay";
import type { ActorFor, InputOf, Verb } from "@/test/race/verbs";
import { incident, type Reviewer } from "@/test/seed";
import { testWorld } from "@/test/world";
import { sweepDeadlines } from "../sweep";
import { contextFor } from "../context";
import { submitOperation } from "./submit";

/** `RACE_ROUNDS=1000` for a long look; `RACE_SEED` for one that was seen before. */
const ROUNDS = Number(process.env["RACE_ROUNDS"] ?? 60);
const SEED = Number(process.env["RACE_SEED"] ?? Date.now() % 1_000_000);
const ROUND_MS_MAX = 6000;
const COPIES = 3;
const LANES = 4;
/** Over how long the racers begin, as a multiple of what a submission takes: a busy machine is slow at all. */
const SPREAD = 4;
const POLL_MS = 5;

const RACERS = [
  "approve",
  "deny",
  "cancel",
  "expire",
  "freeze",
  "suspend",
  "object",
  "redeem",
] as const;
type Racer = (typeof RACERS)[number];
/** Each is first in its turn, so that each is seen winning; in every other turn the approval, which opens most ways. */
const OTHERS = RACERS.filter((racer) => racer !== "approve");
const ENDS = new Set<Racer>(["deny", "cancel", "expire"]);
const STOPS = new Set<Racer>(["freeze", "suspend"]);

const world = testWorld();
const operator: { actor: ActorOf<"operator"> } = { actor: { kind: "operator", login: "root" } };
const system: { actor: ActorOf<"system"> } = { actor: { kind: "system", task: "race" } };
let copies: Copy[] = [];
let admin: Reviewer;
const tally: Record<string, number> = {};
const count = (what: string) => (tally[what] = (tally[what] ?? 0) + 1);

beforeAll(async () => {
  copies = await Promise.all(Array.from({ length: COPIES }, () => startCopy(world.base.db.url)));
  admin = await world.addUser({ role: "admin", member: false });
  for (let lane = 0; lane < LANES; lane++)
    await world.addEnvironment(`race-${lane}`, "production", 1 + (lane % 2));
});
afterAll(() => Promise.all(copies.map((copy) => copy.close())));

/** Mulberry32. */
function chance(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const query = <R extends object>(text: string, values: unknown[]) =>
  world.base.db.query<R>({ text }, values);

/** Of one operation, of its environment and of these people, in the order of the log. */
const logOf = (since: number, id: string, environment: string, people: string[]) =>
  query<Entry>(
    `SELECT seq::int, action, actor ->> 'id' AS user, subject FROM audit_events
     WHERE seq > $1 AND (operation_id = $2 OR subject = $3 OR subject = ANY($4)) ORDER BY seq`,
    [since, id, environment, people],
  );

/** All eight at once on one operation, then what the log and the rows say of it. */
async function round(lane: number, turn: number, seed: number): Promise<void> {
  const random = chance(seed);
  const required = 1 + (lane % 2);
  const slug = `race-${lane}`;
  const people = await Promise.all(
    Array.from({ length: required + 2 }, () => world.addUser({ name: `Racer ${seed}` })),
  );
  const [denier, objector, ...approvers] = people as [Reviewer, Reviewer, ...Reviewer[]];
  const suspended = approvers[Math.floor(random() * approvers.length)] as Reviewer;
  const [since] = await query<{ seq: number; environment: string }>(
    `SELECT coalesce(max(a.seq), 0)::int AS seq, (SELECT id FROM environments WHERE slug = $1) AS environment
     FROM audit_events a`,
    [slug],
  );
  const environment = since?.environment ?? "";
  const body = incident({ environment: slug });
  const submitting = performance.now();
  const { operation } = await submitOperation(world.agent.ctx, {
    body,
    raw: JSON.stringify(body),
    idempotencyKey: randomUUID(),
  });
  const { id } = operation;
  const pace_ms = performance.now() - submitting;
  const spread_ms = SPREAD * pace_ms;

  const favourite = turn % 2 === 0 ? "approve" : (OTHERS[(turn >> 1) % OTHERS.length] as Racer);
  const needsGrant = favourite === "redeem" || favourite === "object";
  const begin = Object.fromEntries(
    RACERS.map((racer) => {
      if (racer === favourite || (needsGrant && racer === "approve")) return [racer, 0];
      // To approve takes longest, so what would end it begins later: else few grants were ever raced for.
      const lead = favourite === "approve" ? (ENDS.has(racer) ? 0.25 : 0) : needsGrant ? 2 : 1;
      const width = STOPS.has(racer) && random() < 0.5 ? 3 : 1;
      return [racer, (lead + width * random()) * spread_ms];
    }),
  ) as Record<Racer, number>;
  const patient = random() < 0.7;
  const liftsAtOnce = random() < 0.5;
  const dies_s = favourite === "expire" || random() < 0.4 ? begin.expire / 1000 : 3600;
  const grantDies = random() < 0.25;
  // What is shown holds its end, so the form is made after that is set; the race begins when it is there.
  const begins = Date.now() + pace_ms;
  await query(
    "UPDATE operations SET expires_at = date_trunc('milliseconds', clock_timestamp()) + make_interval(secs => $2) WHERE id = $1",
    [id, pace_ms / 1000 + dies_s],
  );
  const form = await world.formOf(denier, id);

  let racing = true;
  const won: Partial<Record<Racer, number>> = {};
  /** In any of the processes. */
  const anywhere = <V extends Verb>(verb: V, as: { actor: ActorFor<V> }, input: InputOf<V>) =>
    (copies[Math.floor(random() * COPIES)] as Copy).call(verb, as, input);
  const attempt = async <V extends Verb>(
    racer: Racer,
    verb: V,
    as: { actor: ActorFor<V> },
    input: InputOf<V>,
  ): Promise<string> => {
    const place = Math.floor(random() * COPIES);
    try {
      await (copies[place] as Copy).call(verb, as, input);
      won[racer] = (won[racer] ?? 0) + 1;
      count(`${racer} won`);
      count(`process ${place + 1} won`);
      return "won";
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      count(`${racer}: ${error.code}`);
      return error.code;
    }
  };
  /** For who needs a grant: asks until there is one, or there can be none. */
  const grantToken = async (): Promise<string | null> => {
    for (;;) {
      const last = !racing;
      const { operation: now } = await anywhere("getOperation", world.agent.ctx, id);
      if (now.grant?.token) return now.grant.token;
      if (now.status !== "pending" || last) return null;
      await after(POLL_MS); // as an agent polls, so that the others have the machine
    }
  };
  const { audience, action, resource, params, artifact } = body;
  const execute = { environment: slug, audience, action, resource, params, artifact };
  const redeem = async () => {
    const token = await grantToken();
    if (token === null) return;
    for (;;) {
      const last = !racing;
      const answer = await attempt("redeem", "redeemGrant", world.enforcement.ctx, {
        grant: token,
        redemption_id: randomUUID(),
        operation: execute,
      });
      if (!["environment_frozen", "unavailable"].includes(answer) || last) return;
    }
  };
  const frozen = { scope: "environment", environment: slug } as const;
  const lift = () => anywhere("liftAsOperator", operator, { ...frozen, ends_in: null });
  const acts: Record<Racer, () => Promise<unknown>> = {
    approve: () =>
      Promise.all(
        approvers.map(({ ctx }) =>
          attempt("approve", "decideOperation", ctx, { ...form, verdict: "approve" }),
        ),
      ),
    deny: () => attempt("deny", "decideOperation", denier.ctx, { ...form, verdict: "deny" }),
    cancel: () => attempt("cancel", "cancelOperation", world.agent.ctx, id),
    async expire() {
      if (grantDies)
        await query(
          "UPDATE grants SET expires_at = clock_timestamp() WHERE operation_id = $1 AND status = 'issued'",
          [id],
        );
      await anywhere("sweepDeadlines", system, undefined);
    },
    async freeze() {
      await attempt("freeze", "freeze", admin.ctx, { ...frozen, reason: "race" });
      if (liftsAtOnce) await lift();
    },
    suspend: () => attempt("suspend", "suspendUser", admin.ctx, { user: suspended.id }),
    async object() {
      if ((await grantToken()) === null) return;
      if (patient) await after(spread_ms * random());
      await attempt("object", "revokeGrant", objector.ctx, { operationId: id, comment: "race" });
    },
    redeem: () => Promise.all([redeem(), redeem()]),
  };
  const start = async (racer: Racer) => {
    // Its place in the race, not a wait for anything.
    await after(Math.max(0, begins - Date.now()) + begin[racer]);
    await acts[racer]();
  };
  const quick = RACERS.filter((racer) => racer !== "redeem" && racer !== "object");
  const slow = Promise.all([start("redeem"), start("object")]);
  try {
    await Promise.all(quick.map(start));
    if (!liftsAtOnce) await lift();
  } finally {
    racing = false;
  }
  await slow;
  await sweepDeadlines(contextFor(world.base, system.actor));

  const log = await logOf(
    since?.seq ?? 0,
    id,
    environment,
    people.map((person) => person.id),
  );
  const { status, grant, counts, faults } = replay(log, required);
  const says = JSON.stringify({ RACE_SEED: SEED, lane, turn, won, log });
  expect(faults, says).toEqual([]);
  const times = (name: string) => counts[name] ?? 0;

  // What was answered is what stands in the log, no more and no less.
  const isApproved = status === "approved";
  expect(times("operation.approval_given"), says).toBe(won.approve ?? 0);
  expect(times("operation.denied"), says).toBe(won.deny ?? 0);
  expect(times("operation.cancelled"), says).toBe(won.cancel ?? 0);
  expect(times("grant.claimed"), says).toBe(won.redeem ?? 0);
  expect(times("grant.revoked"), says).toBe(won.object ?? 0);
  expect(times("grant.issued"), says).toBe(isApproved ? 1 : 0);
  expect([times("user.suspended"), won.suspend], says).toEqual([1, 1]);
  expect([times("environment.frozen"), times("environment.unfrozen")], says).toEqual([1, 1]);

  // And so do the rows, which say besides whether it was in time.
  const rows = await query(
    `SELECT o.status, g.status AS grant, o.status <> 'approved' OR o.decided_at < o.expires_at AS decided_in_time,
       g.claimed_at IS NULL OR (g.claimed_at >= g.not_before AND g.claimed_at < g.expires_at) AS claimed_in_time
     FROM operations o LEFT JOIN grants g ON g.operation_id = o.id WHERE o.id = $1`,
    [id],
  );
  const stored = { status, grant: grant === "none" ? null : grant };
  expect(rows, says).toEqual([{ ...stored, decided_in_time: true, claimed_in_time: true }]);
  count(`ended ${status}`);
  if (isApproved) count(`grant ${grant}`);
  await query("DELETE FROM group_members WHERE user_id = ANY($1)", [people.map((p) => p.id)]);
}

test(
  `${ROUNDS} times eight at once on one operation, over ${COPIES} processes: one end, one claim at most, and the log agrees`,
  async () => {
    expect(new Set([process.pid, ...copies.map(({ pid }) => pid)]).size).toBe(1 + COPIES);
    const begun = Date.now();
    await Promise.all(
      Array.from({ length: LANES }, async (_, lane) => {
        for (let i = lane; i < ROUNDS; i += LANES)
          await round(lane, Math.floor(i / LANES), SEED + i);
      }),
    );
    const seconds = Math.round((Date.now() - begun) / 1000);
    if (process.env["RACE_ROUNDS"])
      process.stdout.write(
        `${JSON.stringify({ rounds: ROUNDS, seed: SEED, seconds, ...tally })}\n`,
      );
    for (const end of ["approved", "denied", "cancelled", "expired"])
      expect(tally[`ended ${end}`], `${end} was never seen`).toBeGreaterThan(0);
    for (const winner of ["redeem", "object", "process 1", "process 2", "process 3"])
      expect(tally[`${winner} won`], `${winner} never won`).toBeGreaterThan(0);
  },
  ROUNDS * ROUND_MS_MAX,
);
