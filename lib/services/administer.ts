import { DomainError } from "@/lib/core/error";
import { isAdminSession, isLiveAdminKey, lockAdministration } from "@/lib/data/administration";
import type { Database, Executor } from "@/lib/data/database";
import type { ServiceContext } from "./context";

type Administer = Parameters<Database["administer"]>[0];
/** Prisma's models inside the transaction. */
export type Models = Parameters<Administer>[0];

/**
 * One transaction of administration: after all that went before it, and by someone who still is
 * what they were when the request began.
 */
export function administer<T>(
  ctx: ServiceContext,
  work: (tx: Models, executor: Executor) => Promise<T>,
): Promise<T> {
  return ctx.db.administer(async (tx, executor) => {
    await lockAdministration(executor);
    await assertStillEntitled(ctx, executor);
    return work(tx, executor);
  });
}

async function assertStillEntitled(ctx: ServiceContext, tx: Executor): Promise<void> {
  const { actor } = ctx;
  if (actor.kind === "reviewer" && !(await isAdminSession(tx, actor.userId, actor.sessionId)))
    throw new DomainError("forbidden", "You are no longer an admin, or were signed out meanwhile.");
  if (actor.kind === "admin_key" && !(await isLiveAdminKey(tx, actor.apiKeyId)))
    throw new DomainError("key_revoked", "This key was revoked or has expired meanwhile.");
}
