import type { ActorOf } from "@/lib/core/actor";
import { DomainError } from "@/lib/core/error";
import { newId } from "@/lib/core/id";
import { insertChallenge, takeChallenge } from "@/lib/data/challenges";
import { insertPasskey, listPasskeys } from "@/lib/data/passkeys";
import { findUser } from "@/lib/data/users";
import { record } from "../context";
import type { BrowserContext } from "../session/context";
import { changePasskeys } from "./touch";
import type { Ceremony, CeremonyAnswer } from "./verify";

type ReviewerContext = BrowserContext<ActorOf<"reviewer">>;

/** More would be someone filling the table. */
const PASSKEYS_PER_PERSON_MAX = 20;

/** Errors: step_up_required, invalid_proof, forbidden (too many). */
export async function beginAddingPasskey(
  ctx: ReviewerContext,
  touch?: CeremonyAnswer,
): Promise<Ceremony> {
  const owner = await findUser(ctx.db, ctx.actor.userId);
  if (!owner) throw new Error("the session's person is gone");
  const existing = await listPasskeys(ctx.db, owner.id);
  if (existing.length >= PASSKEYS_PER_PERSON_MAX)
    throw new DomainError(
      "forbidden",
      `${PASSKEYS_PER_PERSON_MAX} passkeys are enough: remove one first.`,
    );
  const { challenge, options } = await ctx.passkeys.registrationOptions(
    { userId: owner.id, email: owner.email, name: owner.name },
    existing,
  );
  const challengeId = newId("chl");
  await changePasskeys(ctx, { touch }, (tx) =>
    insertChallenge(tx, {
      id: challengeId,
      purpose: "register",
      challenge,
      userId: owner.id,
      context: { touched: touch !== undefined },
    }),
  );
  return { challengeId, options };
}

/** Errors: step_up_required, invalid_proof, already_exists. */
export async function addPasskey(
  ctx: ReviewerContext,
  input: { challengeId: string; response: unknown; name?: string | undefined },
): Promise<{ id: string; name: string }> {
  const { userId } = ctx.actor;
  const taken = await takeChallenge(ctx.db, { id: input.challengeId, purpose: "register", userId });
  if (!taken)
    throw new DomainError("invalid_proof", "This took too long, or was tried twice. Try again.");
  const passkey = await ctx.passkeys
    .verifyRegistration(input.response, taken.challenge)
    .catch((): never => {
      throw new DomainError("invalid_proof", "The passkey's answer doesn't verify. Try again.");
    });
  const name = input.name ?? (passkey.backedUp ? "Synced passkey" : "Passkey on this device");
  const touched = taken.context["touched"] === true;
  await changePasskeys(ctx, { touched }, async (tx) => {
    if (!(await insertPasskey(tx, { ...passkey, userId, name })))
      throw new DomainError("already_exists", "This passkey is registered already.");
    await record(ctx, tx, {
      action: "passkey.added",
      subject: userId,
      data: { passkey: passkey.id, name, backed_up: passkey.backedUp },
    });
  });
  return { id: passkey.id, name };
}
