import type { ActorOf } from "@/lib/core/actor";
import { DomainError } from "@/lib/core/error";
import { newId, type Id } from "@/lib/core/id";
import type { StoredPasskey } from "@/lib/core/passkey";
import type { StartedSession } from "@/lib/core/sign-in";
import { insertChallenge, takeChallenge } from "@/lib/data/challenges";
import { findPasskey, notePasskeyUse } from "@/lib/data/passkeys";
import { record } from "../context";
import type { BrowserContext } from "../session/context";
import { startSession } from "../session/start";
import type { Ceremony } from "./add";

type VisitorContext = BrowserContext<ActorOf<"visitor">>;

/** Names nobody: the passkey itself says who it is for. */
export async function beginPasskeySignIn(ctx: VisitorContext): Promise<Ceremony> {
  const { challenge, options } = await ctx.passkeys.signInOptions();
  const challengeId = newId("chl");
  await insertChallenge(ctx.db, { id: challengeId, purpose: "sign_in", challenge, userId: null });
  return { challengeId, options };
}

/** Errors: invalid_proof, unauthenticated (suspended). */
export async function signInWithPasskey(
  ctx: VisitorContext,
  input: { challengeId: string; response: unknown },
): Promise<StartedSession> {
  const { passkey, use } = await verify(ctx, input).catch(async (error: unknown) => {
    if (!(error instanceof DomainError)) throw error;
    await record(ctx, ctx.db, {
      action: "sign_in.refused",
      data: { why: "passkey", address: ctx.browser.address },
    });
    throw error;
  });
  return ctx.db.transaction(async (tx) => {
    if (!(await notePasskeyUse(tx, { id: passkey.id, ...use })))
      throw new DomainError(
        "invalid_proof",
        "This passkey's counter went back: it may have been copied.",
      );
    return startSession(ctx, tx, { userId: passkey.userId as Id<"usr">, method: "passkey" });
  });
}

async function verify(
  ctx: VisitorContext,
  input: { challengeId: string; response: unknown },
): Promise<{ passkey: StoredPasskey; use: { counter: number; backedUp: boolean } }> {
  const taken = await takeChallenge(ctx.db, {
    id: input.challengeId,
    purpose: "sign_in",
    userId: null,
  });
  if (!taken)
    throw new DomainError("invalid_proof", "This took too long, or was tried twice. Try again.");
  const id = ctx.passkeys.claimedId(input.response);
  const passkey = id === null ? null : await findPasskey(ctx.db, id);
  if (!passkey)
    throw new DomainError(
      "invalid_proof",
      "This passkey isn't known here: it was removed, or is for another site.",
    );
  try {
    return {
      passkey,
      use: await ctx.passkeys.verifySignIn(input.response, taken.challenge, passkey),
    };
  } catch {
    throw new DomainError("invalid_proof", "The passkey's answer doesn't verify. Try again.");
  }
}
