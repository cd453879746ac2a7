import { DomainError } from "@/lib/core/error";
import type { StoredPasskey } from "@/lib/core/passkey";
import { takeChallenge } from "@/lib/data/challenges";
import { findPasskey } from "@/lib/data/passkeys";
import type { BrowserContext } from "../session/context";

/** Options for the browser and the one-time challenge that goes with them. */
export interface Ceremony {
  challengeId: string;
  options: Readonly<Record<string, unknown>>;
}

/** What a browser answers to a ceremony. */
export interface CeremonyAnswer {
  challengeId: string;
  response: unknown;
}

/**
 * The passkey that answered, and its use to be noted in the write that rests on it. A step-up is for one
 * person and one purpose, named in its challenge. Errors: invalid_proof.
 */
export async function verifyPasskey(
  ctx: BrowserContext,
  answer: CeremonyAnswer,
  asked: { purpose: "sign_in" } | { purpose: "step_up"; userId: string; reason: string },
): Promise<{ passkey: StoredPasskey; use: { counter: number; backedUp: boolean } }> {
  const userId = asked.purpose === "step_up" ? asked.userId : null;
  const taken = await takeChallenge(ctx.db, {
    id: answer.challengeId,
    purpose: asked.purpose,
    userId,
  });
  if (!taken || (asked.purpose === "step_up" && taken.context["reason"] !== asked.reason))
    throw new DomainError("invalid_proof", "This took too long, or was tried twice. Try again.");
  const id = ctx.passkeys.claimedId(answer.response);
  const passkey = id === null ? null : await findPasskey(ctx.db, id);
  if (!passkey || (userId !== null && passkey.userId !== userId))
    throw new DomainError(
      "invalid_proof",
      "This passkey isn't known here: it was removed, or is for another site.",
    );
  try {
    const use = await ctx.passkeys.verifySignIn(answer.response, taken.challenge, passkey);
    return { passkey, use };
  } catch {
    throw new DomainError("invalid_proof", "The passkey's answer doesn't verify. Try again.");
  }
}
