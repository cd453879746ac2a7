import { FreezeInputSchema, type FreezeInput, type FreezeView } from "@/lib/contract/freeze";
import { actorRecord } from "@/lib/core/actor";
import { DomainError } from "@/lib/core/error";
import { isDecidingSession, isLiveAdminKey } from "@/lib/data/administration";
import { announce } from "@/lib/data/change-feed";
import { goBeforeClaims } from "@/lib/data/claim-turn";
import type { Executor } from "@/lib/data/database";
import { mailFrozen } from "@/lib/data/enqueue-mail";
import { listFreezes, writeFreeze } from "@/lib/data/freezes";
import { findPerson } from "@/lib/data/people";
import { requireFreezer } from "../authority";
import { contextFor, record, type ServiceContext } from "../context";
import { parseInput } from "../input";
import { endDue } from "./end-due";
import { findTarget, freezeEvent } from "./target";
import { freezeView } from "./view";

/**
 * Stops redemptions, of one environment or of everything, once this has answered: no claim that begins
 * later succeeds, and none is later in the log. What is frozen already may be frozen for longer, never
 * for shorter: then it stays as it is. Errors: not_found, forbidden, key_revoked, validation_failed.
 */
export async function freeze(ctx: ServiceContext, input: FreezeInput): Promise<FreezeView> {
  requireFreezer(ctx);
  const asked = parseInput(FreezeInputSchema, input);
  const of = await findTarget(ctx, asked);
  const by = await nameOf(ctx);
  await ctx.db.transaction(async (tx) => {
    await assertStillFreezer(ctx, tx);
    await goBeforeClaims(tx);
    await endDue(contextFor(ctx, { kind: "system", task: "freeze" }, ctx.requestId), tx);
    const written = await writeFreeze(tx, of.target, { ...asked, by: actorRecord(ctx.actor) });
    if (!written) return;
    const until = written.frozenUntil?.toISOString() ?? null;
    await record(ctx, tx, freezeEvent("frozen", of, { reason: asked.reason, until }));
    await mailFrozen(tx, { environmentId: of.subject, by, reason: asked.reason });
    await announce(tx, "*");
  });
  const held = (await listFreezes(ctx.db)).find(
    ({ environment }) => (environment?.id ?? null) === of.subject,
  );
  if (!held) throw new DomainError("stale_view", `${of.name} was frozen, and is so no more.`);
  return freezeView(held);
}

async function nameOf({ actor, db }: ServiceContext): Promise<string> {
  if (actor.kind !== "reviewer")
    return actor.kind === "admin_key" ? "An admin key" : "The operator";
  return (await findPerson(db.prisma, actor.userId))?.name ?? "A reviewer";
}

async function assertStillFreezer({ actor }: ServiceContext, tx: Executor): Promise<void> {
  if (actor.kind === "reviewer" && !(await isDecidingSession(tx, actor.userId, actor.sessionId)))
    throw new DomainError("forbidden", "You may no longer do this, or were signed out meanwhile.");
  if (actor.kind === "admin_key" && !(await isLiveAdminKey(tx, actor.apiKeyId)))
    throw new DomainError("key_revoked", "This key was revoked or has expired meanwhile.");
}
