import type { ActorOf } from "@/lib/core/actor";
import { DomainError } from "@/lib/core/error";
import { revokeSession, revokeSessionsOf } from "@/lib/data/sessions";
import { record, type ServiceContext } from "../context";

type ReviewerContext = ServiceContext<ActorOf<"reviewer">>;

/** Signs out in the browser that asks; in another where `id` names a session of the caller's. Errors: not_found. */
export async function endSession(ctx: ReviewerContext, input: { id: string }): Promise<void> {
  await ctx.db.transaction(async (tx) => {
    if (!(await revokeSession(tx, input.id, ctx.actor.userId)))
      throw new DomainError("not_found", "This session has ended already.");
    await record(ctx, tx, { action: "session.ended", subject: input.id, data: { by: "person" } });
  });
}

/** Signs the caller out everywhere, here too. Returns how many sessions ended. */
export async function endAllSessions(ctx: ReviewerContext): Promise<{ ended: number }> {
  return ctx.db.transaction(async (tx) => {
    const ended = await revokeSessionsOf(tx, ctx.actor.userId);
    for (const id of ended)
      await record(ctx, tx, { action: "session.ended", subject: id, data: { by: "everywhere" } });
    return { ended: ended.length };
  });
}
