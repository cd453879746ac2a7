import type { SignInMethod } from "@/lib/core/actor";
import { DomainError } from "@/lib/core/error";
import type { DecisionEvidence } from "@/lib/core/operation";
import { stepUpChallenge } from "@/lib/core/step-up";
import { shortText } from "@/lib/core/untrusted-text";
import type { Executor } from "@/lib/data/database";
import { findApprovalEvidence, type ApprovalEvidence } from "@/lib/data/decision-evidence";
import type { StoredOperation } from "@/lib/data/operations";
import type { ServiceContext } from "../context";

/** An approval as the grant names it. */
export interface GrantedApproval {
  readonly reviewer: string;
  readonly at: Date;
  readonly method: SignInMethod;
}

/**
 * The approvals that stand, each with its passkey's word verified once more where the policy wanted one:
 * a row that was changed since, or whose passkey is gone, makes no grant. Errors: approval_void.
 */
export async function approvalsForGrant(
  ctx: ServiceContext,
  tx: Executor,
  op: StoredOperation,
): Promise<GrantedApproval[]> {
  const standing = op.decisions.filter(
    ({ verdict, group_ids }) => verdict === "approve" && group_ids.length > 0,
  );
  if (op.policy.stepUp) {
    const evidence = await findApprovalEvidence(tx, op.id);
    for (const { user_id } of standing) {
      const one = evidence.find(({ userId }) => userId === user_id);
      if (!one || !(await isConfirmed(ctx, op, one)))
        throw new DomainError(
          "approval_void",
          `The passkey's confirmation of ${shortText(one?.name ?? user_id)}'s approval can't be verified any more. Deny it, and let the agent ask again.`,
        );
    }
  }
  return standing.map((d) => ({
    reviewer: d.user_id,
    at: new Date(d.decided_at),
    method: d.method,
  }));
}

async function isConfirmed(
  { passkeys }: ServiceContext,
  op: StoredOperation,
  approval: ApprovalEvidence,
): Promise<boolean> {
  const { evidence, publicKey, operationDigest, shownDigest } = approval;
  if (!evidence || !publicKey || approval.method !== "passkey") return false;
  if (operationDigest !== op.operationDigest) return false;
  const challenge = challengeOf(op.id, { operationDigest, shownDigest }, evidence);
  return passkeys.verifyEvidence(evidence, challenge, publicKey).then(
    () => true,
    () => false,
  );
}

const challengeOf = (
  operationId: string,
  seen: { operationDigest: string; shownDigest: string },
  { nonce }: DecisionEvidence,
) => stepUpChallenge({ verdict: "approve", operationId, ...seen, nonce });
