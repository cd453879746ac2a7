import type { ActorOf } from "@/lib/core/actor";
import { DomainError } from "@/lib/core/error";
import { newId } from "@/lib/core/id";
import type { OperationStatus, Verdict } from "@/lib/core/operation";
import { allGiven, decide, termsRefusal, type ApprovalTerms } from "@/lib/core/transition";
import { announce } from "@/lib/data/change-feed";
import type { Executor } from "@/lib/data/database";
import { findOperation, type StoredOperation } from "@/lib/data/operations";
import { findPart } from "@/lib/data/standing";
import {
  holdDecider,
  moveByVerdict,
  moveToApproved,
  recordDecision,
  type NewDecision,
} from "@/lib/data/verdicts";
import { record, type ServiceContext } from "../context";
import { issueGrant } from "../grant/issue";
import { assertShown, type SeenOperation } from "./shown";
import { groupsOf, stateOf } from "./state";
import { takeStepUp, type StepUpAnswer } from "./step-up";

type ReviewerContext = ServiceContext<ActorOf<"reviewer">>;

export interface DecideInput extends SeenOperation {
  verdict: Verdict;
  comment: string;
  /** What was typed to name the resource, where that is demanded. */
  typed?: string;
  /** The passkey's answer to a challenge of `beginStepUp`, where that is demanded. */
  stepUp?: StepUpAnswer | null;
}

/**
 * One reviewer's verdict. Quorum met: the grant is made in the same transaction. Errors: not_found,
 * already_terminal, already_decided, not_eligible, self_approval, stale_view, unauthenticated,
 * validation_failed, recovery_required, step_up_required, invalid_proof, approval_void, outside_window.
 */
export async function decideOperation(
  ctx: ReviewerContext,
  input: DecideInput,
): Promise<{ status: OperationStatus }> {
  return ctx.db.transaction(async (tx) => {
    await assertAllowed(ctx, tx, input);
    const decision: NewDecision = {
      id: newId("dec"),
      operationId: input.operationId,
      userId: ctx.actor.userId,
      sessionId: ctx.actor.sessionId,
      verdict: input.verdict,
      comment: input.comment,
      operationDigest: input.operationDigest,
      shownDigest: input.shownDigest,
      method: ctx.actor.method,
      evidence: null,
    };
    await holdDecider(tx, ctx.actor.userId);
    let moved = await moveByVerdict(tx, decision);
    if (!moved) {
      // Something changed between the look and the write: say what it is now.
      await assertAllowed(ctx, tx, input);
      throw new DomainError("unauthenticated", "Your session has ended. Sign in and decide again.");
    }
    // The row is locked now, so what is compared here is what is decided on.
    const locked = await load(tx, input.operationId);
    assertShown(locked, input);
    if (input.verdict === "approve") await meetTerms(ctx, tx, locked, input, decision);
    const { standing } = await findPart(tx, locked.id, ctx.actor.userId);
    if (!(await recordDecision(tx, decision)))
      throw new DomainError("already_decided", "You approved this already; another reviewer must.");
    const data = {
      verdict: input.verdict,
      comment: input.comment,
      operation_digest: input.operationDigest,
      shown_digest: input.shownDigest,
      method: decision.method,
      decision: decision.id,
      ...(decision.evidence ? { passkey: decision.evidence.credential_id } : {}),
    };
    if (input.verdict === "deny") {
      await record(ctx, tx, { action: "operation.denied", operationId: locked.id, data });
    } else {
      const sole = standing === "sole" ? { sole_reviewer: true } : {};
      await record(ctx, tx, {
        action: "operation.approval_given",
        operationId: locked.id,
        data: { ...data, ...sole },
      });
      const approved = await moveToApproved(tx, locked.id);
      if (approved?.decidedAt) {
        await record(ctx, tx, {
          action: "operation.approved",
          operationId: locked.id,
          data: { approvals: approved.approvalsReceived, ...sole },
        });
        await issueGrant(ctx, tx, {
          operationId: locked.id,
          shownDigest: input.shownDigest,
          at: approved.decidedAt,
        });
        moved = approved;
      }
    }
    await announce(tx, locked.id);
    return { status: moved.status };
  });
}

async function load(tx: Executor, id: string): Promise<StoredOperation> {
  const stored = await findOperation(tx, id);
  if (!stored) throw new DomainError("not_found", "No such operation.");
  return stored;
}

async function assertAllowed(
  ctx: ReviewerContext,
  tx: Executor,
  input: DecideInput,
): Promise<void> {
  const { userId: by } = ctx.actor;
  const stored = await load(tx, input.operationId);
  const { standing } = await findPart(tx, stored.id, by);
  const state = stateOf(stored);
  const { verdict: type } = input;
  const next = decide(
    state,
    type === "approve"
      ? { type, by, standing, groups: groupsOf(stored, by), given: allGiven(state.terms, true) }
      : { type, by, standing },
    stored.now,
  );
  if ("refused" in next) throw new DomainError(next.refused, next.detail);
  // Who saw something else is told so before they are told that they brought too little for it.
  assertShown(stored, input);
  if (type === "approve") assertGiven(state.terms, input);
}

/** Whether a passkey really confirms it is seen once the row is locked. */
function assertGiven(terms: ApprovalTerms, { comment, typed = "", stepUp }: DecideInput): void {
  const refusal = termsRefusal(terms, { comment, typed, passkey: stepUp ? "confirms" : "silent" });
  if (refusal) throw new DomainError(refusal.refused, refusal.detail);
}

/** What the policy of the locked row wants of an approval; a passkey's word becomes the decision's method. */
async function meetTerms(
  ctx: ReviewerContext,
  tx: Executor,
  locked: StoredOperation,
  input: DecideInput,
  decision: NewDecision,
): Promise<void> {
  const { terms } = stateOf(locked);
  assertGiven(terms, input);
  if (!terms.stepUp || !input.stepUp) return;
  decision.evidence = await takeStepUp(ctx, tx, decision, input.stepUp);
  decision.method = "passkey";
}
