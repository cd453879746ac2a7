import type { OperationSummaryView } from "@/lib/contract/operation";
import type { ActorOf } from "@/lib/core/actor";
import { DomainError } from "@/lib/core/error";
import { operationStatusAt } from "@/lib/core/operation";
import { decide } from "@/lib/core/transition";
import { announce } from "@/lib/data/change-feed";
import { findOwnOperation } from "@/lib/data/operations";
import { moveToCancelled } from "@/lib/data/verdicts";
import { record, type ServiceContext } from "../context";
import { stateOf } from "./state";
import { getOwn, noSuchOperation } from "./get";

/** The agent withdraws what it asked; again is no error. Errors: not_found, already_terminal. */
export async function cancelOperation(
  ctx: ServiceContext<ActorOf<"agent">>,
  id: string,
): Promise<{ operation: OperationSummaryView; etag: string }> {
  await ctx.db.transaction(async (tx) => {
    if (await moveToCancelled(tx, id, ctx.actor.agentId)) {
      await record(ctx, tx, { action: "operation.cancelled", operationId: id });
      await announce(tx, id);
      return;
    }
    const stored = await findOwnOperation(tx, id, ctx.actor.agentId);
    if (!stored) throw noSuchOperation();
    if (operationStatusAt(stored, stored.now) === "cancelled") return;
    const next = decide(stateOf(stored), { type: "cancel" }, stored.now);
    throw new DomainError(
      "already_terminal",
      "refused" in next ? next.detail : "This operation changed meanwhile; look at it again.",
    );
  });
  const { summary, etag } = await getOwn(ctx, id);
  return { operation: summary, etag };
}
