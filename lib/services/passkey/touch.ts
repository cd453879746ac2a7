import type { ActorOf } from "@/lib/core/actor";
import { DomainError } from "@/lib/core/error";
import { newId } from "@/lib/core/id";
import { insertChallenge } from "@/lib/data/challenges";
import type { Executor } from "@/lib/data/database";
import { mayChangePasskeys, notePasskeyUse } from "@/lib/data/passkeys";
import { lockPerson } from "@/lib/data/void-approvals";
import type { BrowserContext } from "../session/context";
import { verifyPasskey, type Ceremony, type CeremonyAnswer } from "./verify";

type ReviewerContext = BrowserContext<ActorOf<"reviewer">>;
const REASON = "passkeys";

/** The touch that is needed before the caller's passkeys change; null where none is. */
export async function beginChangingPasskeys(ctx: ReviewerContext): Promise<Ceremony | null> {
  const { userId, sessionId } = ctx.actor;
  if (await mayChangePasskeys(ctx.db, { userId, sessionId, touched: false })) return null;
  const { challenge, options } = await ctx.passkeys.signInOptions();
  const challengeId = newId("chl");
  await insertChallenge(ctx.db, {
    id: challengeId,
    purpose: "step_up",
    challenge,
    userId,
    context: { reason: REASON },
  });
  return { challengeId, options };
}

/**
 * A transaction in which the caller's passkeys may change, after the touch that was asked for. Errors:
 * step_up_required, invalid_proof.
 */
export async function changePasskeys<T>(
  ctx: ReviewerContext,
  given: { touch?: CeremonyAnswer | undefined; touched?: boolean },
  work: (tx: Executor) => Promise<T>,
): Promise<T> {
  const { userId, sessionId } = ctx.actor;
  const { touch, touched = touch !== undefined } = given;
  const proof =
    touch && (await verifyPasskey(ctx, touch, { purpose: "step_up", userId, reason: REASON }));
  return ctx.db.transaction(async (tx) => {
    await lockPerson(tx, userId);
    if (proof && !(await notePasskeyUse(tx, { id: proof.passkey.id, ...proof.use })))
      throw new DomainError("invalid_proof", "This passkey may have been copied. Use another one.");
    if (!(await mayChangePasskeys(tx, { userId, sessionId, touched })))
      throw new DomainError(
        "step_up_required",
        "Touch one of your passkeys, or sign in by one or by a recovery code, to do this.",
      );
    return work(tx);
  });
}
