import { digestOf } from "@/client/protocol/digest";
import type { ActorOf } from "@/lib/core/actor";
import { DomainError } from "@/lib/core/error";
import { isDecidingSession } from "@/lib/data/administration";
import { announce } from "@/lib/data/change-feed";
import type { Executor } from "@/lib/data/database";
import { findOperation } from "@/lib/data/operations";
import { replaceReport } from "@/lib/data/report";
import { moveToDenied } from "@/lib/data/verdicts";
import { approvalsOf, demandDigest, type Demand } from "@/lib/policy/demand";
import { QUORUM_GROUPS_MAX } from "@/lib/policy/evaluate";
import { strictestOf } from "@/lib/policy/strictest";
import { assessBlastRadius } from "../blast-radius/assess";
import { declaredOf } from "../blast-radius/declared";
import { record, type ServiceContext } from "../context";
import { rejudge } from "../policy/rejudge";

/**
 * Works the blast radius out again, from what is registered and what the live systems hold now, and asks
 * the policy again, which may demand more by now, and never less. Once somebody has approved, the figures
 * stay what they approved; redemption looks again by itself.
 * Errors: not_found, already_terminal, already_decided, not_eligible, unavailable.
 */
export async function recomputeOperation(
  ctx: ServiceContext<ActorOf<"reviewer">>,
  id: string,
): Promise<void> {
  if (ctx.actor.role === "auditor")
    throw new DomainError("not_eligible", "Auditors look on: ask a reviewer to recompute it.");
  const op = await findOperation(ctx.db, id);
  if (!op) throw new DomainError("not_found", "There is no such operation.");
  const report = await assessBlastRadius(ctx, declaredOf(op, ctx.now()), op.enforcementPoint.id);
  const reportDigest = digestOf("countersign.report.v1", report);
  const ruled = (await rejudge(ctx.db, op, report, ctx.now())).demand;
  const demand = noLess(op.policy, ruled);
  const made = {
    id,
    version: op.version,
    report,
    reportDigest,
    policy: demand,
    policyDigest: demandDigest(demand),
    approvalsRequired: approvalsOf(demand),
  };
  const { userId, sessionId } = ctx.actor;
  await ctx.db.transaction(async (tx) => {
    if (!(await isDecidingSession(tx, userId, sessionId)))
      throw new DomainError(
        "not_eligible",
        "You may no longer do this, or were signed out meanwhile.",
      );
    if (!(await replaceReport(tx, made))) throw await whyNot(ctx, id);
    await record(ctx, tx, {
      action: "operation.recomputed",
      operationId: id,
      data: {
        risk: report.risk.level,
        report_digest: reportDigest,
        policy_version: demand.version,
      },
    });
    if (demand.ruling === "deny") await denyByPolicy(ctx, tx, id, demand);
    await announce(tx, id);
  });
}

/**
 * People were asked, so people decide, and no less is demanded of them: figures that can't be had at the
 * moment, or a policy that was replaced, let no single person waive what others were to confirm.
 */
function noLess(asked: Demand, ruled: Demand): Demand {
  if (ruled.ruling === "deny") return ruled;
  if (ruled.ruling === "allow") return asked;
  const demand = strictestOf(asked, ruled);
  if (demand.quorum.length > QUORUM_GROUPS_MAX)
    throw new DomainError(
      "unavailable",
      "By now more groups would have to approve than can be counted. Deny it, and let the agent ask again.",
    );
  return demand;
}

async function denyByPolicy(
  ctx: ServiceContext,
  tx: Executor,
  id: string,
  { version, denials }: Demand,
): Promise<void> {
  const reason = denials.map((denial) => denial.reason).join(" ");
  if (!(await moveToDenied(tx, id, reason))) throw await whyNot(ctx, id);
  const data = { by: "policy", policy_version: version, denials };
  await record(ctx, tx, { action: "operation.denied", operationId: id, data });
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
