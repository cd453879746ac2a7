import type { OperationSummaryView, OperationView } from "@/lib/contract/operation";
import type { ActorOf } from "@/lib/core/actor";
import { DomainError } from "@/lib/core/error";
import { operationStatusAt } from "@/lib/core/operation";
import { findOwnOperation, type StoredOperation } from "@/lib/data/operations";
import type { ServiceContext } from "../context";
import { expectedDecision } from "./eta";
import { etagOf, toOperationView, toSummary } from "./view";

type AgentContext = ServiceContext<ActorOf<"agent">>;

export const noSuchOperation = () =>
  new DomainError("not_found", "No such operation, or it isn't this agent's.");

async function load(ctx: AgentContext, id: string) {
  const stored = await findOwnOperation(ctx.db, id, ctx.actor.agentId);
  if (!stored) throw noSuchOperation();
  return stored;
}

/** Only while there is something to wait for. */
async function etaOf(
  ctx: AgentContext,
  op: StoredOperation,
): Promise<Pick<OperationSummaryView, "eta">> {
  if (operationStatusAt(op, op.now) !== "pending") return {};
  return { eta: await expectedDecision(ctx, op.environment.id, op.risk) };
}

/** The agent's own operation in summary form. Errors: not_found. */
export async function getOwn(
  ctx: AgentContext,
  id: string,
): Promise<{ summary: OperationSummaryView; etag: string }> {
  const stored = await load(ctx, id);
  const summary = { ...toSummary(stored, ctx.config.publicUrl), ...(await etaOf(ctx, stored)) };
  return { summary, etag: etagOf(stored) };
}

/** The agent's own operation, whole. Errors: not_found. */
export async function getOperation(
  ctx: AgentContext,
  id: string,
): Promise<{ operation: OperationView; etag: string }> {
  const stored = await load(ctx, id);
  const view = toOperationView(stored, ctx.config.publicUrl);
  return { operation: { ...view, ...(await etaOf(ctx, stored)) }, etag: etagOf(stored) };
}
