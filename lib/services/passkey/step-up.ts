import { randomBytes } from "node:crypto";
import { digestOf, type DigestDomain } from "@/client/protocol/digest";
import type { ActorOf } from "@/lib/core/actor";
import { DomainError } from "@/lib/core/error";
import { newId } from "@/lib/core/id";
import type { VerifiedStepUp } from "@/lib/core/passkey";
import { insertChallenge, takeChallenge } from "@/lib/data/challenges";
import type { Executor } from "@/lib/data/database";
import { findPasskey, listPasskeys, notePasskeyUse } from "@/lib/data/passkeys";
import type { BrowserContext } from "../session/context";
import type { Ceremony } from "./verify";

type ReviewerContext = BrowserContext<ActorOf<"reviewer">>;

/** What is consented to. The nonce is added, so that the same is never asked twice in the same bytes. */
type Statement = Readonly<Record<string, string | number | null>>;

export interface Consent {
  /** As it was hashed into the challenge, nonce and all. */
  readonly statement: Statement;
  readonly passkeyId: string;
  /** What verifies it again: WebAuthn §7.2, over the statement's digest. */
  readonly verified: VerifiedStepUp;
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
  const { userId } = ctx.actor;
  const passkeys = await listPasskeys(ctx.db, userId);
  if (passkeys.length === 0)
    throw new DomainError(
      "step_up_required",
      "This takes a passkey, and you have none. Add one in your settings first.",
    );
  const statement = { ...said, user: userId, nonce: randomBytes(16).toString("base64url") };
  const challenge = challengeOf(domain, statement);
  const { options } = await ctx.passkeys.stepUpOptions(challenge, passkeys);
  const challengeId = newId("chl");
  await insertChallenge(ctx.db, {
    id: challengeId,
    purpose: "step_up",
    challenge,
    userId,
    context: { domain, statement },
  });
  return { challengeId, options };
}

/** The caller's consent to what the challenge was made over, user verified. Spends it. Errors: invalid_proof. */
export async function takeConsent(
  ctx: ReviewerContext,
  domain: DigestDomain,
  input: { challengeId: string; response: unknown },
): Promise<Consent> {
  const { userId } = ctx.actor;
  const taken = await takeChallenge(ctx.db, { id: input.challengeId, purpose: "step_up", userId });
  if (!taken || taken.context["domain"] !== domain)
    throw new DomainError("invalid_proof", "This took too long, or was tried twice. Try again.");
  const statement = taken.context["statement"] as Statement;
  const id = ctx.passkeys.claimedId(input.response);
  const passkey = id === null ? null : await findPasskey(ctx.db, id);
  if (!passkey || passkey.userId !== userId)
    throw new DomainError("invalid_proof", "This passkey isn't one of yours here.");
  const verified = await ctx.passkeys
    .verifyStepUp(input.response, challengeOf(domain, statement), passkey)
    .catch((): never => {
      throw new DomainError("invalid_proof", "The passkey's answer doesn't verify. Try again.");
    });
  return { statement, passkeyId: passkey.id, verified };
}

/** In the transaction of what was consented to. Errors: invalid_proof (counter). */
export async function spendConsent(tx: Executor, consent: Consent): Promise<void> {
  const { counter, backedUp } = consent.verified;
  if (!(await notePasskeyUse(tx, { id: consent.passkeyId, counter, backedUp })))
    throw new DomainError(
      "invalid_proof",
      "This passkey's counter went back: it may have been copied.",
    );
}
