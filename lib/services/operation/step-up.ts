import { randomBytes } from "node:crypto";
import type { ActorOf } from "@/lib/core/actor";
import { DomainError } from "@/lib/core/error";
import type { DecisionEvidence } from "@/lib/core/operation";
import { stepUpChallenge } from "@/lib/core/step-up";
import { takeChallenge } from "@/lib/data/challenges";
import type { Executor } from "@/lib/data/database";
import { findOperation } from "@/lib/data/operations";
import type { NewDecision } from "@/lib/data/verdicts";
import type { ServiceContext } from "../context";
import { askOwnPasskeys, noteConfirmation, verifyOwnPasskey } from "../passkey/step-up";
import type { Ceremony } from "../passkey/verify";
import { assertShown, type SeenOperation } from "./shown";

type ReviewerContext = ServiceContext<ActorOf<"reviewer">>;

export interface StepUpAnswer {
  challengeId: string;
  /** As the browser gave it; nothing in it is believed before it is verified. */
  response: unknown;
}

/**
 * A challenge for one of the caller's passkeys that says what it confirms: the approval of this
 * operation, as it was shown. Binding is in the challenge, so asking for one decides nothing.
 * Errors: not_found, stale_view, step_up_required.
 */
export async function beginStepUp(ctx: ReviewerContext, seen: SeenOperation): Promise<Ceremony> {
  const op = await findOperation(ctx.db, seen.operationId);
  if (!op) throw new DomainError("not_found", "There is no such operation.");
  assertShown(op, seen);
  const nonce = randomBytes(32).toString("base64url");
  const { operationId, operationDigest, shownDigest } = seen;
  const challenge = stepUpChallenge({
    verdict: "approve",
    operationId,
    operationDigest,
    shownDigest,
    nonce,
  });
  const context = { nonce, operation: operationId };
  return askOwnPasskeys(ctx, { challenge, context, what: "Approving this" });
}

/**
 * Spends the challenge and verifies the answer to it, in the decision's transaction. The challenge is
 * made again from the decision itself: an answer that was given for anything else doesn't fit.
 * Errors: step_up_required, invalid_proof.
 */
export async function takeStepUp(
  ctx: ReviewerContext,
  tx: Executor,
  decision: NewDecision,
  answer: StepUpAnswer,
): Promise<DecisionEvidence> {
  const { userId } = ctx.actor;
  const taken = await takeChallenge(tx, { id: answer.challengeId, purpose: "step_up", userId });
  const nonce = taken?.context["nonce"];
  if (typeof nonce !== "string")
    throw new DomainError(
      "step_up_required",
      "Your passkey was asked too long ago, or its answer was used already. Approve again.",
    );
  const { verdict, operationId, operationDigest, shownDigest } = decision;
  const challenge = stepUpChallenge({ verdict, operationId, operationDigest, shownDigest, nonce });
  const confirmed = await verifyOwnPasskey(ctx, tx, {
    response: answer.response,
    challenge,
    again: "Approve",
  });
  await noteConfirmation(tx, confirmed);
  return { ...confirmed.verified.evidence, nonce };
}
