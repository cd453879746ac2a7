import type { ActorOf } from "@/lib/core/actor";
import { moveToSeen } from "@/lib/data/verdicts";
import { record, type ServiceContext } from "../context";

/** Notes when a reviewer opened the pending operation first: a POST, since reading changes nothing. */
export async function markSeen(
  ctx: ServiceContext<ActorOf<"reviewer">>,
  id: string,
): Promise<void> {
  await ctx.db.transaction(async (tx) => {
    if (await moveToSeen(tx, id, ctx.actor.userId))
      await record(ctx, tx, { action: "operation.seen", operationId: id });
  });
}
