import type { ActorOf } from "@/lib/core/actor";
import { DomainError } from "@/lib/core/error";
import { newId } from "@/lib/core/id";
import { hashRecoveryCode, newRecoveryCode, RECOVERY_CODES } from "@/lib/core/recovery-code";
import { insertChallenge } from "@/lib/data/challenges";
import { listPasskeys, notePasskeyUse } from "@/lib/data/passkeys";
import { replaceRecoveryCodes } from "@/lib/data/recovery-codes";
import { lockPerson } from "@/lib/data/void-approvals";
import { record } from "../context";
import type { Ceremony } from "../passkey/verify";
import { verifyPasskey, type CeremonyAnswer } from "../passkey/verify";
import type { BrowserContext } from "../session/context";

type ReviewerContext = BrowserContext<ActorOf<"reviewer">>;
const REASON = "recovery_codes";

/** The touch that is needed first; null where the session was begun by one, or there is no passkey. */
export async function beginMakingRecoveryCodes(ctx: ReviewerContext): Promise<Ceremony | null> {
  const { method, userId } = ctx.actor;
  if (method === "passkey" || (await listPasskeys(ctx.db, userId)).length === 0) return null;
  const { challenge, options } = await ctx.passkeys.signInOptions();
  const id = newId("chl");
  const context = { reason: REASON };
  await insertChallenge(ctx.db, { id, purpose: "step_up", challenge, userId, context });
  return { challengeId: id, options };
}

/**
 * New codes in place of all earlier ones, readable this once. Errors: step_up_required, invalid_proof.
 */
export async function makeRecoveryCodes(
  ctx: ReviewerContext,
  answer: CeremonyAnswer | undefined,
): Promise<{ codes: string[] }> {
  const { userId, sessionId } = ctx.actor;
  const proof =
    answer && (await verifyPasskey(ctx, answer, { purpose: "step_up", userId, reason: REASON }));
  const codes = Array.from({ length: RECOVERY_CODES }, newRecoveryCode);
  await ctx.db.transaction(async (tx) => {
    await lockPerson(tx, userId);
    if (proof && !(await notePasskeyUse(tx, { id: proof.passkey.id, ...proof.use })))
      throw new DomainError("invalid_proof", "This passkey may have been copied. Use another one.");
    const made = await replaceRecoveryCodes(tx, {
      userId,
      sessionId,
      touched: proof !== undefined,
      hashes: codes.map(hashRecoveryCode),
    });
    if (!made)
      throw new DomainError(
        "step_up_required",
        "Touch your passkey, or sign in with it, to do this.",
      );
    await record(ctx, tx, {
      action: "recovery_codes.made",
      subject: userId,
      data: { codes: codes.length, method: proof ? "passkey" : ctx.actor.method },
    });
  });
  return { codes };
}
