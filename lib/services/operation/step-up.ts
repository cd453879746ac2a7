import { randomBytes } from "node:crypto";
import type { ActorOf } from "@/lib/core/actor";
import { DomainError } from "@/lib/core/error";
import { newId } from "@/lib/core/id";
import type { DecisionEvidence } from "@/lib/core/operation";
import { stepUpChallenge } from "@/lib/core/step-up";
import { insertChallenge, takeChallenge } from "@/lib/data/challenges";
import type { Executor } from "@/lib/data/database";
import { findOperation } from "@/lib/data/operations";
import { findPasskey, listPasskeys, notePasskeyUse } from "@/lib/data/passkeys";
import type { NewDecision } from "@/lib/data/verdicts";
import type { ServiceContext } from "../context";
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
  const { userId } = ctx.actor;
  const op = await findOperation(ctx.db, seen.operationId);
  if (!op) throw new DomainError("not_found", "There is no such operation.");
  assertShown(op, seen);
  const passkeys = await listPasskeys(ctx.db, userId);
  if (passkeys.length === 0)
    throw new DomainError(
      "step_up_required",
      "Approving this takes a passkey, and you have none. Add one in Settings first.",
    );
  const nonce = randomBytes(32).toString("base64url");
  const { operationId, operationDigest, shownDigest } = seen;
  const challenge = stepUpChallenge({
    verdict: "approve",
    operationId,
    operationDigest,
    shownDigest,
    nonce,
  });
  const { options } = await ctx.passkeys.stepUpOptions(challenge, passkeys);
  const challengeId = newId("chl");
  const context = { nonce, operation: operationId };
  await insertChallenge(ctx.db, {
    id: challengeId,
    purpose: "step_up",
    challenge,
    userId,
    context,
  });
  return { challengeId, options };
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
  const id = ctx.passkeys.claimedId(answer.response);
  const passkey = id === null ? null : await findPasskey(tx, id);
  if (passkey?.userId !== userId)
    throw new DomainError("invalid_proof", "This passkey isn't one of yours.");
  const { verdict, operationId, operationDigest, shownDigest } = decision;
  const challenge = stepUpChallenge({ verdict, operationId, operationDigest, shownDigest, nonce });
  const verified = await ctx.passkeys
    .verifyStepUp(answer.response, challenge, passkey)
    .catch((): never => {
      throw new DomainError("invalid_proof", "The passkey's answer doesn't verify. Approve again.");
    });
  const { counter, backedUp, evidence } = verified;
  if (!(await notePasskeyUse(tx, { id: passkey.id, counter, backedUp })))
    throw new DomainError(
      "invalid_proof",
      "This passkey's counter went back: it may have been copied.",
    );
  return { ...evidence, nonce };
}
