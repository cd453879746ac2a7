import type { OperationSummaryView, OperationView } from "@/lib/contract/operation";
import type { ActorOf } from "@/lib/core/actor";
import { DomainError } from "@/lib/core/error";
import { findOwnOperation } from "@/lib/data/operations";
import type { ServiceContext } from "../context";
import { etagOf, toOperationView, toSummary } from "./view";

type AgentContext = ServiceContext<ActorOf<"agent">>;

export const noSuchOperation = () =>
  new DomainError("not_found", "No such operation, or it isn't this agent's.");

async function load(ctx: AgentContext, id: string) {
  const stored = await findOwnOperation(ctx.db, id, ctx.actor.agentId);
  if (!stored) throw noSuchOperation();
  return stored;
}

/** The agent's own operation in summary form. Errors: not_found. */
export async function getOwn(
  ctx: AgentContext,
  id: string,
): Promise<{ summary: OperationSummaryView; etag: string }> {
  const stored = await load(ctx, id);
  return { summary: toSummary(stored, ctx.config.publicUrl), etag: etagOf(stored) };
}

/** The agent's own operation, whole. Errors: not_found. */
export async function getOperation(
  ctx: AgentContext,
  id: string,
): Promise<{ operation: OperationView; etag: string }> {
  const stored = await load(ctx, id);
  return { operation: toOperationView(stored, ctx.config.publicUrl), etag: etagOf(stored) };
}
