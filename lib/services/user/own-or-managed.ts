import { DomainError } from "@/lib/core/error";
import { isAdminSession, isDecidingSession } from "@/lib/data/administration";
import type { Executor } from "@/lib/data/database";
import { requireHumanAdministrator } from "../authority";
import type { ServiceContext } from "../context";

/** Whether a person acts for themselves here. */
export const isOwn = ({ actor }: ServiceContext, userId: string): boolean =>
  actor.kind === "reviewer" && actor.userId === userId;

/** What a person may do for themselves, and an admin or the operator for anyone. Errors: forbidden, wrong_key_kind. */
export function requireOwnOrAdmin(ctx: ServiceContext, userId: string): void {
  if (!isOwn(ctx, userId)) requireHumanAdministrator(ctx);
}

/** The same at this instant, in the transaction of what is done. Errors: forbidden. */
export async function assertStillOwnOrAdmin(
  ctx: ServiceContext,
  tx: Executor,
  userId: string,
): Promise<void> {
  const { actor } = ctx;
  if (actor.kind !== "reviewer") return;
  const still = isOwn(ctx, userId) ? isDecidingSession : isAdminSession;
  if (!(await still(tx, actor.userId, actor.sessionId)))
    throw new DomainError("forbidden", "You may no longer do this, or were signed out meanwhile.");
}
