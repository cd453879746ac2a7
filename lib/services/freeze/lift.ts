import { LiftSchema, type Lift } from "@/lib/contract/freeze";
import type { ActorOf } from "@/lib/core/actor";
import { DomainError } from "@/lib/core/error";
import { isAdminSession } from "@/lib/data/administration";
import { announce } from "@/lib/data/change-feed";
import type { Executor } from "@/lib/data/database";
import { endFreeze, listFreezes, type FreezeTarget } from "@/lib/data/freezes";
import { requireHumanAdministrator } from "../authority";
import { record, type ServiceContext } from "../context";
import { parseInput } from "../input";
import type { Ceremony } from "../passkey/verify";
import { beginStepUp, noteConfirmation, takeConsent } from "../passkey/step-up";
import type { BrowserContext } from "../session/context";
import { EVERYTHING, findTarget, freezeEvent } from "./target";

type ReviewerContext = BrowserContext<ActorOf<"reviewer">>;

const DOMAIN = "countersign.unfreeze.v1";

/** The freeze that was looked at, and what is to become of it; a passkey consents to exactly this. */
interface Lifting {
  readonly environment: string | null;
  readonly slug: string | null;
  readonly frozen_at: string;
  readonly frozen_until: string | null;
  readonly reason: string;
  readonly ends_in: number | null;
}

/** What an admin's passkey is asked to consent to. Errors: not_found, forbidden, step_up_required. */
export async function beginLifting(ctx: ReviewerContext, input: Lift): Promise<Ceremony> {
  requireHumanAdministrator(ctx);
  return beginStepUp(ctx, DOMAIN, { ...(await lookAt(ctx, input)) });
}

/**
 * Lifts or shortens the freeze that the passkey consented to, by an admin of this instant. What was
 * frozen anew or for longer meanwhile stays so. Errors: invalid_proof, forbidden, stale_view.
 */
export async function liftFreeze(
  ctx: ReviewerContext,
  input: { challengeId: string; response: unknown },
): Promise<void> {
  requireHumanAdministrator(ctx);
  const consent = await takeConsent(ctx, DOMAIN, input);
  const { statement } = consent;
  const { evidence } = consent.verified;
  const { userId, sessionId } = ctx.actor;
  await ctx.db.transaction(async (tx) => {
    if (!(await isAdminSession(tx, userId, sessionId)))
      throw new DomainError(
        "forbidden",
        "You are no longer an admin, or were signed out meanwhile.",
      );
    await noteConfirmation(tx, consent);
    await end(ctx, tx, statement as unknown as Lifting, { by: "passkey", statement, evidence });
  });
}

/** For who has the server itself, where no admin has a passkey left. Errors: not_found, stale_view. */
export async function liftAsOperator(
  ctx: ServiceContext<ActorOf<"operator">>,
  input: Lift,
): Promise<{ lifted: string }> {
  const lifting = await lookAt(ctx, input);
  await ctx.db.transaction((tx) => end(ctx, tx, lifting, { by: "operator" }));
  return { lifted: lifting.slug ?? "everything" };
}

async function lookAt(ctx: ServiceContext, input: Lift): Promise<Lifting> {
  const asked = parseInput(LiftSchema, input);
  const of = await findTarget(ctx, asked);
  const held = (await listFreezes(ctx.db)).find(
    ({ environment }) => (environment?.id ?? null) === of.subject,
  );
  if (!held) throw new DomainError("not_found", `${of.name} isn't frozen.`);
  return {
    environment: of.subject,
    slug: of.slug,
    frozen_at: held.frozenAt.toISOString(),
    frozen_until: held.frozenUntil?.toISOString() ?? null,
    reason: held.reason,
    ends_in: asked.ends_in,
  };
}

async function end(
  ctx: ServiceContext,
  tx: Executor,
  lifting: Lifting,
  how: Readonly<Record<string, unknown>>,
): Promise<void> {
  const { environment } = lifting;
  const target: FreezeTarget =
    environment === null ? EVERYTHING.target : { environmentId: environment };
  const ended = await endFreeze(tx, target, lifting);
  if (!ended)
    throw new DomainError(
      "stale_view",
      "This freeze was changed or has ended meanwhile, or would end sooner by itself. Look again.",
    );
  const of = { subject: environment, slug: lifting.slug };
  // Shortened, it holds on: its new end is a freeze's like any other.
  const event =
    ended.until === null
      ? freezeEvent("unfrozen", of, { reason: lifting.reason, ...how })
      : freezeEvent("frozen", of, {
          reason: lifting.reason,
          until: ended.until.toISOString(),
          shortened: true,
          ...how,
        });
  await record(ctx, tx, event);
  await announce(tx, "*");
}
