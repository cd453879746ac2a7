import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { GRANT_STATUSES, OPERATION_STATUSES, OUTCOMES } from "./operation";
import {
  advance,
  allGiven,
  decide,
  termsRefusal,
  type ApprovalTerms,
  type Given,
  type GrantCommand,
  type GrantState,
  type OperationCommand,
  type OperationState,
  type Standing,
} from "./transition";

const at = (seconds: number) => new Date(seconds * 1000);
const REVIEWERS = ["usr_a", "usr_b", "usr_c", "usr_d"];
const GROUPS = ["grp_a", "grp_b"];

const NO_TERMS: ApprovalTerms = { comment: false, typed: null, stepUp: false, recovery: null };
const NOTHING: Given = { comment: "", typed: "", passkey: "silent" };
const terms: fc.Arbitrary<ApprovalTerms> = fc.record({
  comment: fc.boolean(),
  typed: fc.constantFrom(null, "pg-data"),
  stepUp: fc.boolean(),
  recovery: fc.constantFrom(
    null,
    { maxAge_s: 60, newestAge_s: 60 },
    { maxAge_s: 60, newestAge_s: 61 },
    { maxAge_s: 60, newestAge_s: null },
  ),
});
const given: fc.Arbitrary<Given> = fc.record({
  comment: fc.constantFrom("", " ", "checked"),
  typed: fc.constantFrom("", "pg-data", "PG-DATA"),
  passkey: fc.constantFrom("confirms" as const, "silent" as const, "none" as const),
});
const standing = fc.constantFrom<Standing>("eligible", "sole", "self", "spoken_for", "none");

const pending = (change: Partial<OperationState> = {}): OperationState => ({
  status: "pending",
  expiresAt: at(100),
  quorum: [{ id: "grp_a", approvals: 1 }],
  approvals: [],
  terms: NO_TERMS,
  ...change,
});

const command: fc.Arbitrary<OperationCommand> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      type: fc.constant("approve" as const),
      by: fc.constantFrom(...REVIEWERS),
      standing,
      groups: fc.subarray(GROUPS),
      given,
    }),
  },
  fc.record({ type: fc.constant("deny" as const), by: fc.constantFrom(...REVIEWERS), standing }),
  fc.constant({ type: "cancel" as const }),
  fc.constant({ type: "expire" as const }),
);
const script = fc.array(fc.tuple(command, fc.integer({ min: 0, max: 30 })), { maxLength: 40 });

describe("an operation", () => {
  it("makes exactly one terminal move, and only by what may make it", () => {
    const needs = fc.record({
      a: fc.integer({ min: 1, max: 2 }),
      b: fc.integer({ min: 0, max: 2 }),
    });
    fc.assert(
      fc.property(needs, terms, script, ({ a, b }, demanded, steps) => {
        let state = pending({
          quorum: [
            { id: "grp_a", approvals: a },
            { id: "grp_b", approvals: b },
          ],
          terms: demanded,
        });
        let now = 0;
        let ended = 0;
        // The model: who validly approved in time, and for which groups.
        const approved = new Map<string, readonly string[]>();
        const among = (...groups: string[]) =>
          [...approved.values()].filter((own) => own.some((one) => groups.includes(one))).length;
        for (const [step, wait] of steps) {
          now += wait;
          const before = state;
          const result = decide(state, step, at(now));
          if ("refused" in result) continue;
          expect(before.status).toBe("pending");
          state = result.state;
          if (step.type === "approve") {
            expect(["eligible", "sole"]).toContain(step.standing);
            expect(approved.has(step.by)).toBe(false);
            if (demanded.comment) expect(step.given.comment).toBe("checked");
            if (demanded.typed !== null) expect(step.given.typed).toBe(demanded.typed);
            if (demanded.stepUp) expect(step.given.passkey).toBe("confirms");
            expect(demanded.recovery?.newestAge_s ?? 60).toBe(60);
            expect(demanded.recovery?.newestAge_s).not.toBeNull();
            approved.set(step.by, step.groups);
          }
          if (step.type === "deny") expect(step.standing).not.toBe("none");
          expect(step.type === "expire").toBe(now >= 100);
          if (state.status !== "pending") ended += 1;
          const filled =
            among("grp_a") >= a && among("grp_b") >= b && among("grp_a", "grp_b") >= a + b;
          expect(state.status === "approved").toBe(step.type === "approve" && filled);
        }
        expect(ended).toBeLessThanOrEqual(1);
        expect(state.approvals.map(({ id }) => id)).toEqual([...approved.keys()]);
      }),
      { numRuns: 2000 },
    );
  });

  it.each(OPERATION_STATUSES.filter((status) => status !== "pending"))(
    "refuses every command once it is %s",
    (status) => {
      fc.assert(
        fc.property(command, fc.integer({ min: 0, max: 200 }), (step, now) => {
          expect(decide(pending({ status }), step, at(now))).toMatchObject({
            refused: "already_terminal",
          });
        }),
      );
    },
  );

  it("is never approved by its own asker, whatever the quorum", () => {
    fc.assert(
      fc.property(terms, given, (demanded, brought) => {
        const approve = { type: "approve", by: "usr_a", groups: GROUPS, given: brought } as const;
        expect(
          decide(pending({ terms: demanded }), { ...approve, standing: "self" }, at(1)),
        ).toMatchObject({ refused: "self_approval" });
      }),
    );
  });

  it("says what an approval lacks: recovery first, as nothing a person types makes up for it", () => {
    const demanded = {
      comment: true,
      typed: "pg-data",
      stepUp: true,
      recovery: { maxAge_s: 60, newestAge_s: null },
    };
    expect(termsRefusal(demanded, allGiven(demanded, true))).toMatchObject({
      refused: "recovery_required",
    });
    const met = { ...demanded, recovery: null };
    const all = allGiven(met, true);
    expect(termsRefusal(met, all)).toBeNull();
    expect(termsRefusal(met, { ...all, comment: "" })).toMatchObject({
      refused: "validation_failed",
    });
    expect(termsRefusal(met, { ...all, typed: "pg-dat" })).toMatchObject({
      refused: "validation_failed",
    });
    expect(termsRefusal(met, { ...all, passkey: "silent" })).toMatchObject({
      refused: "step_up_required",
    });
    expect(termsRefusal(met, allGiven(met, false))).toMatchObject({ refused: "step_up_required" });
  });

  it("reads as expired from the deadline's own instant on", () => {
    const approve: OperationCommand = {
      type: "approve",
      by: "usr_a",
      standing: "eligible",
      groups: ["grp_a"],
      given: NOTHING,
    };
    expect("refused" in decide(pending(), approve, at(99.999))).toBe(false);
    expect(decide(pending(), approve, at(100))).toMatchObject({ refused: "already_terminal" });
  });
});

const grantCommand: fc.Arbitrary<GrantCommand> = fc.oneof(
  fc.constant({ type: "claim" as const, reportBy: at(200) }),
  fc.constantFrom(...OUTCOMES).map((outcome) => ({ type: "report" as const, outcome })),
  fc.record({
    type: fc.constant("revoke" as const),
    objector: fc.boolean(),
    comment: fc.constantFrom("", " ", "not tonight"),
  }),
  fc.constantFrom("expire" as const, "lose" as const).map((type) => ({ type })),
);

describe("a grant", () => {
  it("is claimed at most once and never outside of its window", () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(grantCommand, fc.integer({ min: 0, max: 60 })), { maxLength: 40 }),
        (steps) => {
          let state: GrantState = {
            status: "issued",
            notBefore: at(10),
            expiresAt: at(100),
            reportBy: null,
            reported: null,
          };
          let now = 0;
          let claims = 0;
          let reports = 0;
          for (const [step, wait] of steps) {
            now += wait;
            const result = advance(state, step, at(now));
            if ("refused" in result) continue;
            if (step.type === "claim") {
              claims += 1;
              expect(now).toBeGreaterThanOrEqual(10);
              expect(now).toBeLessThan(100);
            }
            if (step.type === "report") reports += 1;
            if (step.type === "revoke") {
              expect(claims).toBe(0);
              expect(step).toMatchObject({ objector: true, comment: "not tonight" });
            }
            state = result.state;
          }
          expect(claims).toBeLessThanOrEqual(1);
          expect(reports).toBeLessThanOrEqual(claims);
          // Whatever came after a claim, it never goes back to where it could be claimed again.
          if (claims === 1) expect(["issued", "expired", "revoked"]).not.toContain(state.status);
        },
      ),
      { numRuns: 2000 },
    );
  });

  it.each(GRANT_STATUSES.filter((status) => status !== "issued"))(
    "can't be claimed when %s",
    (status) => {
      const state = {
        status,
        notBefore: at(0),
        expiresAt: at(100),
        reportBy: at(200),
        reported: null,
      };
      expect("refused" in advance(state, { type: "claim", reportBy: at(200) }, at(50))).toBe(true);
    },
  );

  it("lets a late report replace silence, but not another report", () => {
    const unknown = {
      status: "unknown" as const,
      notBefore: at(0),
      expiresAt: at(100),
      reportBy: at(200),
      reported: null,
    };
    expect(advance(unknown, { type: "report", outcome: "succeeded" }, at(300))).toMatchObject({
      state: { status: "succeeded" },
    });
    expect(
      advance(
        { ...unknown, reported: "unknown" },
        { type: "report", outcome: "succeeded" },
        at(300),
      ),
    ).toMatchObject({ refused: "result_conflict" });
  });
});
