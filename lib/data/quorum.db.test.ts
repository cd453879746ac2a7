import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { newId } from "@/lib/core/id";
import { quorumProgress } from "@/lib/core/quorum";
import { testWorld } from "@/test/world";
import { addGroup } from "@/test/policy";
import { incident, type Reviewer } from "@/test/seed";
import { submitOperation } from "../services/operation/submit";
import type { Executor } from "./database";
import { approvalsStand, eligibleFor } from "./eligibility";
import { findOperation } from "./operations";

const world = testWorld();
const PEOPLE = 5;
const GROUPS = 3;

let people: Reviewer[];
let groups: { id: string; slug: string }[];
let operationId: string;

beforeAll(async () => {
  people = await Promise.all(
    Array.from({ length: PEOPLE }, () => world.addUser({ member: false })),
  );
  await world.addUser();
  groups = await Promise.all(
    ["one", "two", "three"].map(async (slug) => ({
      id: await addGroup(world.base.db, slug),
      slug,
    })),
  );
  const body = incident();
  const { operation } = await submitOperation(world.agent.ctx, {
    body,
    raw: JSON.stringify(body),
    idempotencyKey: "one",
  });
  operationId = operation.id;
});

const index = (count: number) => fc.integer({ min: 0, max: count - 1 });
const scene = fc.record({
  members: fc.uniqueArray(fc.tuple(index(PEOPLE), index(GROUPS)), {
    selector: ([person, group]) => person * GROUPS + group,
    maxLength: PEOPLE * GROUPS,
  }),
  stands: fc.array(fc.tuple(index(PEOPLE), index(PEOPLE)), { maxLength: 3 }),
  approvers: fc.subarray([...Array(PEOPLE).keys()]),
  suspended: fc.subarray([...Array(PEOPLE).keys()], { maxLength: 1 }),
  needs: fc.array(fc.integer({ min: 0, max: 2 }), { minLength: GROUPS, maxLength: GROUPS }),
});
type Scene = typeof scene extends fc.Arbitrary<infer S> ? S : never;

async function stage(tx: Executor, { members, stands, approvers, suspended, needs }: Scene) {
  const run = (text: string, values: unknown[]) => tx.query<{ ok: boolean }>({ text }, values);
  const person = (i: number) => people[i]?.id;
  for (const [who, group] of members)
    await run("INSERT INTO group_members (group_id, user_id) VALUES ($1, $2)", [
      groups[group]?.id,
      person(who),
    ]);
  for (const [from, to] of stands)
    if (from !== to)
      await run(
        `INSERT INTO delegations (id, delegator_id, delegate_id, starts_at, ends_at)
          VALUES ($1, $2, $3, now() - interval '1 h', now() + interval '1 h')`,
        [newId("evt"), person(from), person(to)],
      );
  for (const who of approvers)
    await run(
      `INSERT INTO decisions (id, operation_id, user_id, session_id, verdict, operation_digest,
          shown_digest, method, decided_at)
        VALUES ($1, $2, $3, $4, 'approve', '', '', 'email', clock_timestamp())`,
      [newId("dec"), operationId, person(who), people[who]?.ctx.actor.sessionId],
    );
  for (const who of suspended)
    await run("UPDATE users SET status = 'suspended' WHERE id = $1", [person(who)]);
  const quorum = needs.flatMap((approvals, i) =>
    approvals > 0 ? [{ ...groups[i], approvals }] : [],
  );
  await run(
    "UPDATE operations SET policy = jsonb_set(policy, '{quorum}', $2::jsonb) WHERE id = $1",
    [operationId, JSON.stringify(quorum)],
  );
}

/** Runs on the scene and takes it back. */
async function on<T>(made: Scene, look: (tx: Executor) => Promise<T>): Promise<T> {
  const undo = new Error("taken back");
  let seen: { value: T } | undefined;
  await world.base.db
    .transaction(async (tx) => {
      await stage(tx, made);
      seen = { value: await look(tx) };
      throw undo;
    })
    .catch((error: unknown) => {
      if (error !== undo) throw error;
    });
  if (!seen) throw new Error("nothing was seen");
  return seen.value;
}

const STANDS = `SELECT ${approvalsStand("o")} AS ok FROM operations o WHERE o.id = $1`;
const ELIGIBLE = `SELECT v.id, v.group_ids FROM operations o, LATERAL ${eligibleFor("o")} v WHERE o.id = $1`;

/**
 * The model: a person's votes are their own membership and, for each whom they stand in for, that one's.
 * A vote is one person speaking for one member; neither is used twice.
 */
function filledByModel({ members, stands, approvers, suspended, needs }: Scene): boolean {
  const active = (who: number) => !suspended.includes(who);
  const given = approvers.filter(active);
  const voicesOf = (who: number) => [
    who,
    ...stands.filter(([from, to]) => to === who && from !== who && active(from)).map(([f]) => f),
  ];
  const seats = needs.flatMap((n, group) => Array.from({ length: n }, () => group));
  const fill = (i: number, people_: number[], members_: number[]): boolean => {
    if (i === seats.length) return true;
    return given.some(
      (who) =>
        !people_.includes(who) &&
        voicesOf(who).some(
          (voice) =>
            !members_.includes(voice) &&
            members.some(([m, group]) => m === voice && group === seats[i]) &&
            fill(i + 1, [...people_, who], [...members_, voice]),
        ),
    );
  };
  return fill(0, [], []);
}

describe("over random groups, members, stand-ins and approvals", () => {
  it("what the page counts as complete is what the database lets be executed", async () => {
    await fc.assert(
      fc.asyncProperty(scene, async (made) => {
        const { op, stands } = await on(made, async (tx) => ({
          op: await findOperation(tx, operationId),
          stands: (await tx.query<{ ok: boolean }>({ text: STANDS }, [operationId]))[0]?.ok,
        }));
        const approvers = (op?.decisions ?? []).map((d) => ({
          id: d.user_id,
          groups: d.group_ids,
        }));
        const { complete } = quorumProgress(op?.policy.quorum ?? [], approvers);
        expect(complete).toBe(stands);
      }),
      { numRuns: 150 },
    );
  }, 120_000);

  it("nothing is filled that distinct people, each for a distinct member, couldn't fill", async () => {
    await fc.assert(
      fc.asyncProperty(scene, async (made) => {
        const stands = await on(
          made,
          async (tx) => (await tx.query<{ ok: boolean }>({ text: STANDS }, [operationId]))[0]?.ok,
        );
        const byModel = filledByModel(made);
        if (stands) expect(byModel).toBe(true);
        // Where nobody stands in for anyone, the two say the same.
        if (made.stands.length === 0) expect(stands).toBe(byModel);
      }),
      { numRuns: 150 },
    );
  }, 120_000);

  it("who is called eligible has a seat in each group that is named, and is active", async () => {
    await fc.assert(
      fc.asyncProperty(scene, async (made) => {
        const rows = await on(made, (tx) =>
          tx.query<{ id: string; group_ids: string[] }>({ text: ELIGIBLE }, [operationId]),
        );
        for (const { id, group_ids } of rows) {
          const who = people.findIndex((one) => one.id === id);
          if (who < 0) continue;
          expect(made.suspended).not.toContain(who);
          for (const group of group_ids) {
            const at = groups.findIndex((one) => one.id === group);
            const voices = [who, ...made.stands.filter(([, to]) => to === who).map(([f]) => f)];
            expect(made.members.some(([m, g]) => g === at && voices.includes(m))).toBe(true);
          }
        }
      }),
      { numRuns: 60 },
    );
  }, 120_000);
});
