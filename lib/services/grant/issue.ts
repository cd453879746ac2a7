import { newId } from "@/lib/core/id";
import { DomainError } from "@/lib/core/error";
import type { Executor } from "@/lib/data/database";
import { insertGrant } from "@/lib/data/grants";
import { findOperation } from "@/lib/data/operations";
import { buildGrantClaims } from "@/lib/grant/claims";
import type { Demand } from "@/lib/policy/demand";
import { nextOpening } from "@/lib/policy/window";
import { record, type ServiceContext } from "../context";

/**
 * Makes the operation's one grant inside the transaction that approved it; `at` is the database's time.
 * Errors: outside_window.
 */
export async function issueGrant(
  ctx: ServiceContext,
  tx: Executor,
  approved: { operationId: string; shownDigest: string; at: Date },
): Promise<void> {
  const op = await findOperation(tx, approved.operationId);
  if (op?.status !== "approved")
    throw new DomainError("internal", "A grant was asked for an operation that isn't approved.");
  const id = newId("grt");
  const { notBefore, expiresAt } = validity(op.policy, approved.at);
  const { resource } = op.submission;
  const claims = buildGrantClaims({
    issuer: ctx.config.publicUrl,
    audience: op.audience,
    agentId: op.agent.id,
    grantId: id,
    issuedAt: approved.at,
    notBefore,
    expiresAt,
    operationId: op.id,
    operationDigest: op.operationDigest,
    shownDigest: approved.shownDigest,
    policyDigest: op.policyDigest,
    approvals: op.decisions
      .filter((d) => d.verdict === "approve")
      .map((d) => ({ reviewer: d.user_id, at: new Date(d.decided_at), method: d.method })),
    environment: op.environment.slug,
    action: op.action,
    resource: { type: resource.type, id: resource.id },
    proofJkt: op.proofJkt,
  });
  const { token, kid } = await ctx.signer.sign(claims);
  await insertGrant(tx, {
    id,
    operationId: op.id,
    enforcementPointId: op.enforcementPoint.id,
    audience: op.audience,
    operationDigest: op.operationDigest,
    shownDigest: approved.shownDigest,
    policyDigest: op.policyDigest,
    proofJkt: op.proofJkt,
    kid,
    token,
    notBefore,
    expiresAt,
  });
  await record(ctx, tx, {
    action: "grant.issued",
    operationId: op.id,
    subject: id,
    data: { audience: op.audience, kid, expires_at: expiresAt.toISOString() },
  });
}

const wholeSeconds = (time_ms: number) => Math.floor(time_ms / 1000) * 1000;

/** From the end of the objection window, and the first hours that the policy leaves open, no longer than these. */
function validity(demand: Demand, approvedAt: Date): { notBefore: Date; expiresAt: Date } {
  const earliest = wholeSeconds(approvedAt.getTime()) + demand.objectionWindow_s * 1000;
  const opening = nextOpening(demand, new Date(earliest));
  if (!opening)
    throw new DomainError(
      "outside_window",
      "The policy leaves no hours open in the next eight days in which this may be executed.",
    );
  const notBefore = wholeSeconds(opening.from.getTime());
  const end = notBefore + demand.grantTtl_s * 1000;
  const expires = Math.min(end, opening.until ? wholeSeconds(opening.until.getTime()) : Infinity);
  return { notBefore: new Date(notBefore), expiresAt: new Date(expires) };
}
