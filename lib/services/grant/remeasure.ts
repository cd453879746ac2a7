import { canBeRemeasured, growthOf } from "@/lib/blast-radius/growth";
import type { ActorOf } from "@/lib/core/actor";
import { DomainError } from "@/lib/core/error";
import { announce } from "@/lib/data/change-feed";
import { mailApprovers, revokeIssuedGrant } from "@/lib/data/grant-revocation";
import type { BareOperation } from "@/lib/data/operations";
import { assessBlastRadius } from "../blast-radius/assess";
import { declaredOf } from "../blast-radius/declared";
import { record, type ServiceContext } from "../context";

/**
 * Works the blast radius out again, just before the claim. Where it has grown beyond what was approved,
 * the grant is revoked and who approved is told what changed; where it was measured and can't be now,
 * nothing is lost, and nothing runs. Errors: blast_radius_grew, unavailable.
 */
export async function assertNotGrown(
  ctx: ServiceContext<ActorOf<"enforcement_point">>,
  op: BareOperation,
  grantId: string,
): Promise<void> {
  if (op.grant?.status !== "issued" || !canBeRemeasured(op.report)) return;
  const operationId = op.id;
  const now = await assessBlastRadius(ctx, declaredOf(op, ctx.now()), op.enforcementPoint.id);
  const wasSeen = op.report.evidence.filter(({ source }) => source === "observed");
  if (wasSeen.some(({ id }) => !now.evidence.some((one) => one.id === id)))
    throw new DomainError(
      "unavailable",
      "The live system that the approval rests on can't be measured just now. Don't execute; try again.",
      { retryAfter_s: 5 },
    );
  const grew = growthOf(op.report, now, ctx.config.growthPercent);
  if (grew.length === 0) return;
  await ctx.db.transaction(async (tx) => {
    if (!(await revokeIssuedGrant(tx, grantId))) return;
    await record(ctx, tx, {
      action: "grant.revoked",
      operationId,
      subject: grantId,
      data: { why: "blast_radius_grew", detail: grew.join("; ") },
    });
    await mailApprovers(tx, operationId, {
      kind: "approval_void",
      payload: { grew },
      except: null,
    });
    await announce(tx, operationId);
  });
  throw new DomainError(
    "blast_radius_grew",
    `It would destroy more than was approved: ${grew.join("; ")}. The approval is void; submit it again.`,
  );
}
