import type { ActorOf } from "@/lib/core/actor";
import { moveToSeen } from "@/lib/data/verdicts";
import { record, type ServiceContext } from "../context";
import { assertStillSignedIn } from "../session/still-signed-in";

/** Notes when a reviewer opened the pending operation first: a POST, since reading changes nothing. Errors: unauthenticated. */
export async function markSeen(
  ctx: ServiceContext<ActorOf<"reviewer">>,
  id: string,
): Promise<void> {
  await ctx.db.transaction(async (tx) => {
    if (!(await moveToSeen(tx, id, ctx.actor))) return assertStillSignedIn(ctx, tx);
    await record(ctx, tx, { action: "operation.seen", operationId: id });
  });
}
