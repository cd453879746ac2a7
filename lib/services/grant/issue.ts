import { newId } from "@/lib/core/id";
import { DomainError } from "@/lib/core/error";
import type { Executor } from "@/lib/data/database";
import { insertGrant } from "@/lib/data/grants";
import { findOperation } from "@/lib/data/operations";
import { buildGrantClaims } from "@/lib/grant/claims";
import { record, type ServiceContext } from "../context";
import { approvalsForGrant } from "./approvals";
import { validity } from "./validity";

/**
 * Makes the operation's one grant inside the transaction that approved it; `at` is the database's time.
 * What a canary asked for gets one that nobody can use.
 * Errors: outside_window, approval_void.
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
  const valid = validity(op.policy, approved.at);
  if (!valid)
    throw new DomainError(
      "outside_window",
      "The policy leaves no hours open in the next eight days in which this may be executed.",
    );
  const { notBefore, expiresAt } = valid;
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
    approvals: await approvalsForGrant(ctx, tx, op),
    environment: op.environment.slug,
    action: op.action,
    resource: { type: resource.type, id: resource.id },
    proofJkt: op.proofJkt,
  });
  const { token, kid } = await ctx.signer.sign(claims);
  const { withheld } = await insertGrant(tx, {
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
    action: withheld ? "grant.withheld" : "grant.issued",
    operationId: op.id,
    subject: id,
    data: {
      audience: op.audience,
      kid,
      not_before: notBefore.toISOString(),
      expires_at: expiresAt.toISOString(),
    },
  });
}
