import type { ActorOf } from "@/lib/core/actor";
import { DomainError } from "@/lib/core/error";
import { newId, type Id } from "@/lib/core/id";
import type { StartedSession } from "@/lib/core/sign-in";
import { insertChallenge } from "@/lib/data/challenges";
import { notePasskeyUse } from "@/lib/data/passkeys";
import { record } from "../context";
import type { BrowserContext } from "../session/context";
import { startSession } from "../session/start";
import { verifyPasskey, type Ceremony, type CeremonyAnswer } from "./verify";

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
  input: CeremonyAnswer,
): Promise<StartedSession> {
  const { passkey, use } = await verifyPasskey(ctx, input, { purpose: "sign_in" }).catch(
    async (error: unknown) => {
      if (!(error instanceof DomainError)) throw error;
      await record(ctx, ctx.db, {
        action: "sign_in.refused",
        data: { why: "passkey", address: ctx.browser.address },
      });
      throw error;
    },
  );
  return ctx.db.transaction(async (tx) => {
    if (!(await notePasskeyUse(tx, { id: passkey.id, ...use })))
      throw new DomainError(
        "invalid_proof",
        "This passkey's counter went back: it may have been copied.",
      );
    return startSession(ctx, tx, { userId: passkey.userId as Id<"usr">, method: "passkey" });
  });
}
