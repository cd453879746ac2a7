import { randomUUID } from "node:crypto";
import { setTimeout as after } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { DomainError } from "@/lib/core/error";
import type { Id } from "@/lib/core/id";
import { connectDatabase } from "@/lib/data/database";
import { contextFor, type ServiceBase, type ServiceContext } from "@/lib/services/context";
import { incident, type Reviewer } from "@/test/seed";
import { testWorld } from "@/test/world";
import { freeze } from "../freeze/freeze";
import { liftAsOperator } from "../freeze/lift";
import { redeemGrant } from "../grant/redeem";
import { revokeGrant } from "../grant/revoke";
import { sweepDeadlines } from "../sweep";
import { suspendUser } from "../user/suspend";
import { cancelOperation } from "./cancel";
import { decideOperation } from "./decide";
import { getOperation } from "./get";
import { submitOperation } from "./submit";

/** `RACE_ROUNDS=1000` for a long look; `RACE_SEED` for one that was seen before. */
const ROUNDS = Number(process.env["RACE_ROUNDS"] ?? 200);
const SEED = Number(process.env["RACE_SEED"] ?? Date.now() % 1_000_000);
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
const TERMINAL = [
  "operation.approved",
  "operation.denied",
  "operation.expired",
  "operation.cancelled",
];

const world = testWorld();
/** As copies of the app are: nothing is shared but the database. All of them run in this process. */
const copies: ServiceBase[] = [];
let admin: Reviewer;
const tally: Record<string, number> = {};
const count = (what: string) => (tally[what] = (tally[what] ?? 0) + 1);

beforeAll(async () => {
  for (let i = 0; i < COPIES; i++)
    copies.push({ ...world.base, db: connectDatabase(world.base.db.url, 10) });
  admin = await world.addUser({ role: "admin", member: false });
  for (let lane = 0; lane < LANES; lane++)
    await world.addEnvironment(`race-${lane}`, "production", 1 + (lane % 2));
});
afterAll(() => Promise.all(copies.map(({ db }) => db.close())));

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

interface Event {
  seq: number;
  action: string;
  user: string | null;
  subject: string | null;
  why: string | null;
}
const query = <R extends object>(text: string, values: unknown[]) =>
  world.base.db.query<R>({ text }, values);

/** Of one operation, of its environment and of these people, in the order of the log. */
const logOf = (since: number, id: string, environment: string, people: string[]) =>
  query<Event>(
    `SELECT seq::int, action, actor ->> 'id' AS user, subject, data ->> 'why' AS why FROM audit_events
     WHERE seq > $1 AND (operation_id = $2 OR subject = $3 OR subject = ANY($4)) ORDER BY seq`,
    [since, id, environment, people],
  );

/** All eight at once on one operation, then what the log and the rows say of it. */
async function round(lane: number, seed: number): Promise<void> {
  const random = chance(seed);
  const required = 1 + (lane % 2);
  const slug = `race-${lane}`;
  const people = await Promise.all(
    Array.from({ length: required + 2 }, () => world.addUser({ name: `Racer ${seed}` })),
  );
  const [denier, objector, ...approvers] = people as [Reviewer, Reviewer, ...Reviewer[]];
  const suspended = approvers[Math.floor(random() * approvers.length)] as Reviewer;
  const [since] = await query<{ seq: number; environment: Id<"env"> }>(
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

  const on = <C extends ServiceContext>(ctx: C): C => ({
    ...ctx,
    ...(copies[Math.floor(random() * COPIES)] as ServiceBase),
  });
  const system = () => contextFor(on(world.agent.ctx), { kind: "system" as const, task: "race" });
  const operator = contextFor(world.base, { kind: "operator" as const, login: "root" });
  // Somebody has to be first often enough for each to be seen winning; an approval opens most ways.
  const favourite = random() < 0.5 ? "approve" : RACERS[Math.floor(random() * RACERS.length)];
  // To approve takes longest, so what would end it begins later: else few grants were ever raced for.
  const headStart = (racer: Racer) => (["deny", "cancel", "expire"].includes(racer) ? 0.25 : 0);
  const begin = Object.fromEntries(
    RACERS.map((racer) => [
      racer,
      racer === favourite ? 0 : (headStart(racer) + random()) * spread_ms,
    ]),
  ) as Record<Racer, number>;
  const patient = random() < 0.5;
  const liftsAtOnce = random() < 0.5;
  const dies_s = random() < 0.6 ? begin.expire / 1000 : 3600;
  // What is shown holds its end, so the form is made after that is set; the race begins when it is there.
  const begins = Date.now() + pace_ms;
  await query(
    "UPDATE operations SET expires_at = date_trunc('milliseconds', clock_timestamp()) + make_interval(secs => $2) WHERE id = $1",
    [id, pace_ms / 1000 + dies_s],
  );
  const form = await world.formOf(denier, id);

  let racing = true;
  let suspendedAt = Infinity;
  let claimAskedAt = -Infinity;
  const won: Partial<Record<Racer, number>> = {};
  const attempt = async (racer: Racer, act: () => Promise<unknown>): Promise<string> => {
    try {
      await act();
      won[racer] = (won[racer] ?? 0) + 1;
      count(`${racer} won`);
      return "won";
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      count(`${racer}: ${error.code}`);
      return error.code;
    }
  };
  const decide = (person: Reviewer, verdict: "approve" | "deny") =>
    decideOperation(on(person.ctx), { ...form, verdict });
  /** For who needs a grant: asks until there is one, or there can be none. */
  const grantToken = async (): Promise<string | null> => {
    for (;;) {
      const last = !racing;
      const { operation: now } = await getOperation(on(world.agent.ctx), id);
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
      const askedAt = performance.now();
      const answer = await attempt("redeem", () =>
        redeemGrant(on(world.enforcement.ctx), {
          grant: token,
          redemption_id: randomUUID(),
          operation: execute,
        }),
      );
      if (answer === "won") claimAskedAt = askedAt;
      if (!["environment_frozen", "unavailable"].includes(answer) || last) return;
    }
  };
  const acts: Record<Racer, () => Promise<unknown>> = {
    approve: () =>
      Promise.all(approvers.map((person) => attempt("approve", () => decide(person, "approve")))),
    deny: () => attempt("deny", () => decide(denier, "deny")),
    cancel: () => attempt("cancel", () => cancelOperation(on(world.agent.ctx), id)),
    expire: () => sweepDeadlines(system()),
    freeze: () =>
      attempt("freeze", async () => {
        const target = { scope: "environment", environment: slug } as const;
        await freeze(on(admin.ctx), { ...target, reason: "race" });
        if (liftsAtOnce) await liftAsOperator(operator, { ...target, ends_in: null });
      }),
    suspend: async () => {
      await attempt("suspend", () => suspendUser(on(admin.ctx), { user: suspended.id }));
      suspendedAt = performance.now();
    },
    object: async () => {
      if ((await grantToken()) === null) return;
      await attempt("object", () =>
        revokeGrant(on(objector.ctx), { operationId: id, comment: "race" }),
      );
    },
    redeem: () => Promise.all([redeem(), redeem()]),
  };
  const start = async (racer: Racer) => {
    // Its place in the race, not a wait for anything.
    await after(Math.max(0, begins - Date.now()) + begin[racer]);
    if (racer === "object" && patient) await after(spread_ms * random());
    await acts[racer]();
  };
  const quick = RACERS.filter((racer) => racer !== "redeem" && racer !== "object");
  const slow = Promise.all([start("redeem"), start("object")]);
  await Promise.all(quick.map(start)).finally(() => (racing = false));
  await slow;
  if (!liftsAtOnce)
    await liftAsOperator(operator, { scope: "environment", environment: slug, ends_in: null });
  await sweepDeadlines(system());

  const log = await logOf(
    since?.seq ?? 0,
    id,
    environment,
    people.map((person) => person.id),
  );
  const says = JSON.stringify({ seed, lane, won, log });
  const all = (name: string) => log.filter((event) => event.action === name);
  const [row] = await query<{
    status: string;
    decided_in_time: boolean;
    grants: number;
    claims: number;
  }>(
    `SELECT o.status, o.decided_at < o.expires_at AS decided_in_time,
       (SELECT count(*)::int FROM grants g WHERE g.operation_id = o.id) AS grants,
       (SELECT count(*)::int FROM grants g WHERE g.operation_id = o.id AND g.claimed_at IS NOT NULL) AS claims
     FROM operations o WHERE o.id = $1`,
    [id],
  );

  const terminal = log.filter((event) => TERMINAL.includes(event.action));
  expect(
    terminal.map((event) => event.action),
    says,
  ).toEqual([`operation.${row?.status}`]);
  const ended = terminal[0]?.seq ?? 0;
  count(`ended ${row?.status}`);
  expect([all("operation.denied").length, all("operation.cancelled").length], says).toEqual([
    won.deny ?? 0,
    row?.status === "cancelled" ? (won.cancel ?? 0) : 0,
  ]);
  expect(won.cancel ?? 0, says).toBe(row?.status === "cancelled" ? 1 : 0);

  // Approvals: before the end, by who stood at that instant, and as many as succeeded.
  const given = all("operation.approval_given");
  expect(given.length, says).toBe(won.approve ?? 0);
  const fell = all("user.suspended").map((event) => event.seq);
  expect(fell.length, says).toBe(1);
  for (const { seq, user } of given) {
    expect(seq, says).toBeLessThan(row?.status === "approved" ? ended : Math.max(ended, seq + 1));
    if (row?.status !== "approved" && seq > ended) expect.fail(`approved after its end: ${says}`);
    if (user === suspended.id) expect(seq, says).toBeLessThan(fell[0] ?? 0);
  }
  const isApproved = row?.status === "approved";
  if (isApproved) {
    const voided = all("operation.approval_voided").filter((event) => event.seq < ended);
    const standing = new Set(
      given
        .map((event) => event.user)
        .filter((user) => !voided.some((event) => event.subject === user)),
    );
    expect(standing.size, says).toBeGreaterThanOrEqual(required);
    expect(row.decided_in_time, says).toBe(true);
  }
  expect([row?.grants, all("grant.issued").length], says).toEqual(isApproved ? [1, 1] : [0, 0]);

  // The grant: claimed once or revoked, never both, and never under a freeze.
  const claimed = all("grant.claimed");
  expect([claimed.length, row?.claims], says).toEqual([won.redeem ?? 0, won.redeem ?? 0]);
  expect(all("grant.revoked").length, says).toBe(won.object ?? 0);
  expect((won.redeem ?? 0) + (won.object ?? 0), says).toBeLessThanOrEqual(isApproved ? 1 : 0);
  const [frozen, lifted] = [all("environment.frozen")[0]?.seq, all("environment.unfrozen")[0]?.seq];
  expect(frozen !== undefined && lifted !== undefined && frozen < lifted, says).toBe(true);
  for (const { seq } of claimed) {
    expect(seq > ended && (seq < (frozen ?? 0) || seq > (lifted ?? 0)), says).toBe(true);
    // A claim may go by what held before a suspension commits; after its answer none may begin.
    expect(claimAskedAt, says).toBeLessThan(suspendedAt);
    if (seq > (fell[0] ?? 0)) count("claimed while the suspension committed");
    count(seq > (lifted ?? 0) ? "claimed after the lift" : "claimed before the freeze");
  }
  await query("DELETE FROM group_members WHERE user_id = ANY($1)", [people.map((p) => p.id)]);
}

test(`${ROUNDS} times eight at once on one operation: one end, one claim at most, and the log agrees`, async () => {
  const begun = Date.now();
  await Promise.all(
    Array.from({ length: LANES }, async (_, lane) => {
      for (let i = lane; i < ROUNDS; i += LANES) await round(lane, SEED + i);
    }),
  );
  const seconds = Math.round((Date.now() - begun) / 1000);
  if (process.env["RACE_ROUNDS"])
    process.stdout.write(`${JSON.stringify({ rounds: ROUNDS, seed: SEED, seconds, ...tally })}\n`);
  for (const end of ["approved", "denied", "cancelled", "expired"])
    expect(tally[`ended ${end}`], `${end} was never seen`).toBeGreaterThan(0);
  for (const racer of ["redeem", "object"] as const)
    expect(tally[`${racer} won`], `${racer} never won`).toBeGreaterThan(0);
}, 900_000);
