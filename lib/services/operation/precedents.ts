import type { Precedents } from "@/lib/contract/review";
import type { StoredOperation } from "@/lib/data/operations";
import { countAskedBefore, findDenial } from "@/lib/data/precedents";
import type { ServiceContext } from "../context";

/** What a tired reviewer would otherwise have to remember. */
export async function precedentsOf(ctx: ServiceContext, op: StoredOperation): Promise<Precedents> {
  const [asked, denial] = await Promise.all([
    countAskedBefore(ctx.db, op.id),
    op.deniedBefore && findDenial(ctx.db, op.deniedBefore.id),
  ]);
  return {
    ...asked,
    denial:
      denial && op.deniedBefore
        ? {
            operation_id: op.deniedBefore.id,
            same: op.deniedBefore.same,
            at: denial.decidedAt.toISOString(),
            by: denial.by,
            reason: denial.reason,
          }
        : null,
  };
}
