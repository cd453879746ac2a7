import type { ApprovalTerms, OperationState } from "@/lib/core/transition";
import { confirmationOf } from "@/lib/core/typed-confirmation";
import type { StoredOperation } from "@/lib/data/operations";
import { newestSurvivorAge_s } from "@/lib/policy/facts";

/** A stored operation as the table of moves knows it. */
export const stateOf = (op: StoredOperation): OperationState => ({
  status: op.status,
  expiresAt: op.expiresAt,
  quorum: op.policy.quorum,
  approvals: op.decisions
    .filter(({ verdict }) => verdict === "approve")
    .map((d) => ({ id: d.user_id, groups: d.group_ids })),
  terms: termsOf(op),
});

/** What its policy wants of each approval, as of `op.now`. */
function termsOf({ policy, report, submission, now }: StoredOperation): ApprovalTerms {
  const { recoveryMaxAge_s: maxAge_s } = policy;
  return {
    comment: policy.comment,
    typed: policy.typedConfirmation
      ? confirmationOf({ resource: submission.resource, report })
      : null,
    stepUp: policy.stepUp,
    recovery:
      maxAge_s === null ? null : { maxAge_s, newestAge_s: newestSurvivorAge_s(report, now) },
  };
}

/** The demanded groups that this person could speak for now. */
export const groupsOf = (op: StoredOperation, userId: string): readonly string[] =>
  op.eligibleReviewers.find(({ id }) => id === userId)?.group_ids ?? [];
