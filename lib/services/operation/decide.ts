import { digestsEqual } from "@/client/protocol/digest";
import type { ActorOf } from "@/lib/core/actor";
import { DomainError } from "@/lib/core/error";
import { newId } from "@/lib/core/id";
import type { OperationStatus, Verdict } from "@/lib/core/operation";
import { decide, type OperationState } from "@/lib/core/transition";
import { announce } from "@/lib/data/change-feed";
import type { Executor } from "@/lib/data/database";
import { findOperation, type StoredOperation } from "@/lib/data/operations";
import { findStanding } from "@/lib/data/standing";
import {
  holdDecider,
  moveByVerdict,
  moveToApproved,
  recordDecision,
  type NewDecision,
} from "@/lib/data/verdicts";
import { record, type ServiceContext } from "../context";
import { issueGrant } from "../grant/issue";
import { shownDigest, shownOf } from "./shown";

type ReviewerContext = ServiceContext<ActorOf<"reviewer">>;

export interface DecideInput {
  operationId: string;
  verdict: Verdict;
  comment: string;
  /** Both as they were on screen. */
  operationDigest: string;
  shownDigest: string;
}

/**
 * One reviewer's verdict. Quorum met: the grant is made in the same transaction. Errors: not_found,
 * already_terminal, already_decided, not_eligible, self_approval, stale_view, unauthenticated.
 */
export async function decideOperation(
  ctx: ReviewerContext,
  input: DecideInput,
): Promise<{ status: OperationStatus }> {
  return ctx.db.transaction(async (tx) => {
    await assertAllowed(ctx, tx, input);
    const decision: NewDecision = {
      id: newId("dec"),
      userId: ctx.actor.userId,
      sessionId: ctx.actor.sessionId,
      method: ctx.actor.method,
      evidence: null,
      ...input,
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
    assertSeen(locked, input);
    if (!(await recordDecision(tx, decision)))
      throw new DomainError("already_decided", "You approved this already; another reviewer must.");
    const data = {
      verdict: input.verdict,
      comment: input.comment,
      operation_digest: input.operationDigest,
      shown_digest: input.shownDigest,
      method: ctx.actor.method,
      decision: decision.id,
    };
    if (input.verdict === "deny") {
      await record(ctx, tx, { action: "operation.denied", operationId: locked.id, data });
    } else {
      await record(ctx, tx, { action: "operation.approval_given", operationId: locked.id, data });
      const approved = await moveToApproved(tx, locked.id);
      if (approved?.decidedAt) {
        await record(ctx, tx, {
          action: "operation.approved",
          operationId: locked.id,
          data: { approvals: approved.approvalsReceived },
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

export const stateOf = (op: StoredOperation): OperationState => ({
  status: op.status,
  expiresAt: op.expiresAt,
  approvalsRequired: op.approvalsRequired,
  approvedBy: op.decisions.filter((d) => d.verdict === "approve").map((d) => d.user_id),
});

async function assertAllowed(
  ctx: ReviewerContext,
  tx: Executor,
  input: DecideInput,
): Promise<void> {
  const stored = await load(tx, input.operationId);
  const standing = await findStanding(tx, stored.id, ctx.actor.userId);
  const next = decide(
    stateOf(stored),
    { type: input.verdict, by: ctx.actor.userId, standing },
    stored.now,
  );
  if ("refused" in next) throw new DomainError(next.refused, next.detail);
  assertSeen(stored, input);
}

function assertSeen(op: StoredOperation, input: DecideInput): void {
  const same =
    digestsEqual(op.operationDigest, input.operationDigest) &&
    digestsEqual(shownDigest(shownOf(op)), input.shownDigest);
  if (!same)
    throw new DomainError(
      "stale_view",
      "What you were shown has changed since you opened it. Look at it again, then decide.",
    );
}
