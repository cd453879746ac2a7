import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { GRANT_STATUSES, OPERATION_STATUSES, OUTCOMES } from "./operation";
import {
  advance,
  decide,
  type GrantCommand,
  type GrantState,
  type OperationCommand,
  type OperationState,
} from "./transition";

const at = (seconds: number) => new Date(seconds * 1000);
const REVIEWERS = ["usr_a", "usr_b", "usr_c", "usr_d"];

const command: fc.Arbitrary<OperationCommand> = fc.oneof(
  fc.record({
    type: fc.constantFrom("approve" as const, "deny" as const),
    by: fc.constantFrom(...REVIEWERS),
    standing: fc.constantFrom("eligible" as const, "self" as const, "none" as const),
  }),
  fc.constant({ type: "cancel" as const }),
  fc.constant({ type: "expire" as const }),
);
const script = fc.array(fc.tuple(command, fc.integer({ min: 0, max: 30 })), { maxLength: 40 });

describe("an operation", () => {
  it("makes exactly one terminal move, and only by what may make it", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 4 }), script, (approvalsRequired, steps) => {
        let state: OperationState = {
          status: "pending",
          expiresAt: at(100),
          approvalsRequired,
          approvedBy: [],
        };
        let now = 0;
        let ended = 0;
        // The model: the set of people who validly approved in time.
        const approved = new Set<string>();
        for (const [step, wait] of steps) {
          now += wait;
          const before = state;
          const result = decide(state, step, at(now));
          if ("refused" in result) continue;
          expect(before.status).toBe("pending");
          state = result.state;
          if (step.type === "approve") {
            expect(step.standing).toBe("eligible");
            expect(approved.has(step.by)).toBe(false);
            approved.add(step.by);
          }
          if (step.type === "deny") expect(step.standing).not.toBe("none");
          expect(step.type === "expire").toBe(now >= 100);
          if (state.status !== "pending") ended += 1;
        }
        expect(ended).toBeLessThanOrEqual(1);
        expect(state.status === "approved").toBe(
          approved.size >= approvalsRequired &&
            ended === 1 &&
            state.approvedBy.length === approvalsRequired,
        );
        expect(new Set(state.approvedBy)).toEqual(approved);
      }),
      { numRuns: 2000 },
    );
  });

  it.each(OPERATION_STATUSES.filter((status) => status !== "pending"))(
    "refuses every command once it is %s",
    (status) => {
      fc.assert(
        fc.property(command, fc.integer({ min: 0, max: 200 }), (step, now) => {
          const state = { status, expiresAt: at(100), approvalsRequired: 1, approvedBy: [] };
          expect(decide(state, step, at(now))).toMatchObject({ refused: "already_terminal" });
        }),
      );
    },
  );

  it("is never approved by its own asker, whatever the quorum", () => {
    const state = {
      status: "pending" as const,
      expiresAt: at(100),
      approvalsRequired: 1,
      approvedBy: [],
    };
    expect(decide(state, { type: "approve", by: "usr_a", standing: "self" }, at(1))).toMatchObject({
      refused: "self_approval",
    });
  });

  it("reads as expired from the deadline's own instant on", () => {
    const state = {
      status: "pending" as const,
      expiresAt: at(100),
      approvalsRequired: 1,
      approvedBy: [],
    };
    const approve = { type: "approve" as const, by: "usr_a", standing: "eligible" as const };
    expect("refused" in decide(state, approve, at(99.999))).toBe(false);
    expect(decide(state, approve, at(100))).toMatchObject({ refused: "already_terminal" });
  });
});

const grantCommand: fc.Arbitrary<GrantCommand> = fc.oneof(
  fc.constant({ type: "claim" as const, reportBy: at(200) }),
  fc.constantFrom(...OUTCOMES).map((outcome) => ({ type: "report" as const, outcome })),
  fc.constantFrom("revoke" as const, "expire" as const, "lose" as const).map((type) => ({ type })),
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
