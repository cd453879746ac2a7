import { randomBytes } from "node:crypto";
import { digestOf, type DigestDomain } from "@/client/protocol/digest";
import type { ActorOf } from "@/lib/core/actor";
import { DomainError } from "@/lib/core/error";
import { newId } from "@/lib/core/id";
import type { VerifiedStepUp } from "@/lib/core/passkey";
import { insertChallenge, takeChallenge } from "@/lib/data/challenges";
import type { Executor } from "@/lib/data/database";
import { findPasskey, listPasskeys, notePasskeyUse } from "@/lib/data/passkeys";
import type { ServiceContext } from "../context";
import type { Ceremony } from "./verify";

type ReviewerContext = ServiceContext<ActorOf<"reviewer">>;

/** What is consented to. The nonce is added, so that the same is never asked twice in the same bytes. */
type Statement = Readonly<Record<string, string | number | null>>;

/** That a passkey of the caller's own confirmed something, the user verified. */
interface Confirmation {
  readonly passkeyId: string;
  /** What verifies it again: WebAuthn §7.2, over the challenge. */
  readonly verified: VerifiedStepUp;
}

export interface Consent extends Confirmation {
  /** As it was hashed into the challenge, nonce and all. */
  readonly statement: Statement;
}

/** Has the caller's own passkeys asked for this challenge, once. `what` takes one. Errors: step_up_required. */
export async function askOwnPasskeys(
  ctx: ReviewerContext,
  asked: { challenge: string; context: Record<string, unknown>; what: string },
): Promise<Ceremony> {
  const { userId } = ctx.actor;
  const { challenge, context, what } = asked;
  const passkeys = await listPasskeys(ctx.db, userId);
  if (passkeys.length === 0)
    throw new DomainError(
      "step_up_required",
      `${what} takes a passkey, and you have none. Add one in Settings first.`,
    );
  const { options } = await ctx.passkeys.stepUpOptions(challenge, passkeys);
  const challengeId = newId("chl");
  await insertChallenge(ctx.db, {
    id: challengeId,
    purpose: "step_up",
    challenge,
    userId,
    context,
  });
  return { challengeId, options };
}

/** The answer to a challenge, by a passkey of the caller's own, user verified. Errors: invalid_proof. */
export async function verifyOwnPasskey(
  ctx: ReviewerContext,
  db: Executor,
  answer: { response: unknown; challenge: string; again: string },
): Promise<Confirmation> {
  const id = ctx.passkeys.claimedId(answer.response);
  const passkey = id === null ? null : await findPasskey(db, id);
  if (passkey?.userId !== ctx.actor.userId)
    throw new DomainError("invalid_proof", "This passkey isn't one of yours here.");
  const verified = await ctx.passkeys
    .verifyStepUp(answer.response, answer.challenge, passkey)
    .catch((): never => {
      throw new DomainError(
        "invalid_proof",
        `The passkey's answer doesn't verify. ${answer.again} again.`,
      );
    });
  return { passkeyId: passkey.id, verified };
}

/** Notes the passkey's use, in the transaction of what it confirmed. Errors: invalid_proof (counter). */
export async function noteConfirmation(
  tx: Executor,
  { passkeyId, verified: { counter, backedUp } }: Confirmation,
): Promise<void> {
  if (!(await notePasskeyUse(tx, { id: passkeyId, counter, backedUp })))
    throw new DomainError(
      "invalid_proof",
      "This passkey's counter went back: it may have been copied.",
    );
}

/** SHA-256("<domain>\0" ‖ JCS(statement)). */
const challengeOf = (domain: DigestDomain, statement: Statement) =>
  Buffer.from(digestOf(domain, statement).slice("sha-256:".length), "hex").toString("base64url");

/** A one-time challenge over exactly this statement, for the caller's own passkeys. Errors: step_up_required. */
export async function beginStepUp(
  ctx: ReviewerContext,
  domain: DigestDomain,
  said: Statement,
): Promise<Ceremony> {
  const nonce = randomBytes(16).toString("base64url");
  const statement = { ...said, user: ctx.actor.userId, nonce };
  const challenge = challengeOf(domain, statement);
  return askOwnPasskeys(ctx, { challenge, context: { domain, statement }, what: "This" });
}

/** The caller's consent to what the challenge was made over, user verified. Spends it. Errors: invalid_proof. */
export async function takeConsent(
  ctx: ReviewerContext,
  domain: DigestDomain,
  { challengeId, response }: { challengeId: string; response: unknown },
): Promise<Consent> {
  const { userId } = ctx.actor;
  const taken = await takeChallenge(ctx.db, { id: challengeId, purpose: "step_up", userId });
  if (!taken || taken.context["domain"] !== domain)
    throw new DomainError("invalid_proof", "This took too long, or was tried twice. Try again.");
  const statement = taken.context["statement"] as Statement;
  const challenge = challengeOf(domain, statement);
  const confirmed = await verifyOwnPasskey(ctx, ctx.db, { response, challenge, again: "Try" });
  return { statement, ...confirmed };
}
