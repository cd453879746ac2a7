import { digestOf } from "@/client/protocol/digest";
import type { ActorOf } from "@/lib/core/actor";
import { DomainError } from "@/lib/core/error";
import { announce } from "@/lib/data/change-feed";
import { findOperation } from "@/lib/data/operations";
import { replaceReport } from "@/lib/data/report";
import { assessBlastRadius } from "../blast-radius/assess";
import { declaredOf } from "../blast-radius/declared";
import { record, type ServiceContext } from "../context";

/**
 * Works the blast radius out again, from what is registered and what the live systems hold now. Once
 * somebody has approved, the figures stay what they approved; redemption looks again by itself.
 * Errors: not_found, already_terminal, already_decided, not_eligible.
 */
export async function recomputeOperation(
  ctx: ServiceContext<ActorOf<"reviewer">>,
  id: string,
): Promise<void> {
  if (ctx.actor.role === "auditor")
    throw new DomainError("not_eligible", "Auditors look on: ask a reviewer to recompute it.");
  const op = await findOperation(ctx.db, id);
  if (!op) throw new DomainError("not_found", "There is no such operation.");
  const report = await assessBlastRadius(ctx, declaredOf(op, ctx.now()));
  const reportDigest = digestOf("countersign.report.v1", report);
  await ctx.db.transaction(async (tx) => {
    const replaced = await replaceReport(tx, { id, version: op.version, report, reportDigest });
    if (!replaced) throw await whyNot(ctx, id);
    await record(ctx, tx, {
      action: "operation.recomputed",
      operationId: id,
      data: { risk: report.risk.level, report_digest: reportDigest },
    });
    await announce(tx, id);
  });
}

async function whyNot(ctx: ServiceContext, id: string): Promise<DomainError> {
  const op = await findOperation(ctx.db, id);
  if (op?.status !== "pending" || op.expiresAt <= op.now)
    return new DomainError("already_terminal", "It is decided: what was known then stays.");
  if (op.approvalsReceived > 0)
    return new DomainError(
      "already_decided",
      "Somebody has approved on these figures. They are worked out again when the grant is redeemed.",
    );
  return new DomainError("stale_view", "It changed meanwhile. Look again.");
}
