import type { ListOperations, OperationPage } from "@/lib/contract/operation";
import type { ActorOf } from "@/lib/core/actor";
import { listOwnOperations } from "@/lib/data/operations";
import type { ServiceContext } from "../context";
import { decodeCursor, encodeCursor } from "./cursor";
import { toSummary } from "./view";

/** The agent's own operations, newest first. */
export async function listOperations(
  ctx: ServiceContext<ActorOf<"agent">>,
  input: ListOperations,
): Promise<OperationPage> {
  const rows = await listOwnOperations(ctx.db, {
    agentId: ctx.actor.agentId,
    status: input.status ?? null,
    environment: input.environment ?? null,
    after: decodeCursor(input.cursor),
    limit: input.limit + 1,
  });
  const items = rows.slice(0, input.limit);
  const last = items.at(-1);
  return {
    items: items.map((row) => toSummary(row, ctx.config.publicUrl)),
    next_cursor: rows.length > input.limit && last ? encodeCursor(last) : null,
  };
}
