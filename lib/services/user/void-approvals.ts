import { announce } from "@/lib/data/change-feed";
import type { Executor } from "@/lib/data/database";
import { voidOpenApprovals } from "@/lib/data/void-approvals";
import { record, type ServiceContext } from "../context";

/**
 * After a change by which a person may decide less: their approvals of what is still open count no more,
 * and the log says so. Those of what was decided are judged when the grant is redeemed. Returns how many.
 */
export async function voidApprovals(
  ctx: ServiceContext,
  tx: Executor,
  of: { userId: string; why: "suspended" | "role" | "left_group" },
): Promise<number> {
  const voided = await voidOpenApprovals(tx, of.userId);
  for (const { id, operation_id: operationId } of voided) {
    await record(ctx, tx, {
      action: "operation.approval_voided",
      operationId,
      subject: of.userId,
      data: { why: of.why, decision: id },
    });
    await announce(tx, operationId);
  }
  return voided.length;
}
