import { digestOf } from "@/client/protocol/digest";
import type { ReportResult, ResultView } from "@/lib/contract/grant";
import type { ActorOf } from "@/lib/core/actor";
import { DomainError } from "@/lib/core/error";
import { advance, OUTCOME_STATUS } from "@/lib/core/transition";
import { findRedemption, reportGrant } from "@/lib/data/grants";
import { entryFor, type ServiceContext } from "../context";

/** The outcome, once; the same again is answered alike. Errors: not_found, result_conflict. */
export async function reportResult(
  ctx: ServiceContext<ActorOf<"enforcement_point">>,
  input: ReportResult & { redemptionId: string },
): Promise<ResultView> {
  const { redemptionId, outcome, detail = null, actual = null } = input;
  const resultDigest = digestOf("countersign.result.v1", { outcome, detail, actual });
  const known = await find(ctx, redemptionId);
  const status = OUTCOME_STATUS[outcome];
  const reported = await reportGrant(
    ctx.db,
    {
      enforcementPointId: ctx.actor.enforcementPointId,
      redemptionId,
      status,
      outcome,
      detail,
      actual,
      resultDigest,
    },
    entryFor(ctx, {
      action: `grant.${status}`,
      operationId: known.operationId,
      subject: known.id,
      data: { outcome, detail, actual },
    }),
  );
  if (reported)
    return {
      redemption_id: redemptionId,
      grant_id: reported.grantId,
      operation_id: reported.operationId,
      status,
      outcome,
      reported_at: reported.reportedAt.toISOString(),
    };

  const earlier = await find(ctx, redemptionId);
  if (earlier.resultDigest === resultDigest && earlier.outcome && earlier.reportedAt)
    return {
      redemption_id: redemptionId,
      grant_id: earlier.id,
      operation_id: earlier.operationId,
      status: earlier.status,
      outcome: earlier.outcome,
      reported_at: earlier.reportedAt.toISOString(),
    };
  const refusal = advance(
    { ...earlier, reported: earlier.outcome },
    { type: "report", outcome },
    earlier.now,
  );
  throw new DomainError(
    "result_conflict",
    "refused" in refusal ? refusal.detail : "A different result was reported meanwhile.",
  );
}

async function find(ctx: ServiceContext<ActorOf<"enforcement_point">>, redemptionId: string) {
  const grant = await findRedemption(ctx.db, ctx.actor.enforcementPointId, redemptionId);
  if (!grant)
    throw new DomainError("not_found", "You have made no such redemption; redeem the grant first.");
  return grant;
}
