import { DomainError } from "@/lib/core/error";
import type { BlastRadius } from "@/lib/contract/blast-radius";
import type { Executor } from "@/lib/data/database";
import type { BareOperation } from "@/lib/data/operations";
import { findPolicyStanding } from "@/lib/data/policies";
import type { Ruling } from "@/lib/policy/evaluate";
import { ruleOn } from "./active";

/** What the policy that is active now says of an operation, on these figures. Errors: unavailable. */
export async function rejudge(
  db: Executor,
  op: BareOperation,
  report: BlastRadius,
  now: Date,
): Promise<Ruling> {
  const standing = await findPolicyStanding(db);
  const { slug, kind } = op.environment;
  return ruleOn(
    db,
    standing,
    {
      slug,
      kind,
      group: op.environment.group,
      approvalsRequired: op.environment.approvalsRequired,
    },
    { action: op.action, resource: op.submission.resource, agent: op.agent, report, now },
  );
}

/**
 * Before a claim: a policy that was replaced since, and would now deny this, or want people to approve
 * what it allowed by itself, voids the approval. Answers with the version it went by, which the claim
 * must find active still. Errors: approval_void, unavailable.
 */
export async function assertPolicyStillLets(
  db: Executor,
  op: BareOperation,
  now: Date,
): Promise<number> {
  if (op.policyVersionNow === op.policy.version) return op.policy.version;
  const { demand } = await rejudge(db, op, op.report, now);
  if (demand.ruling === "deny")
    throw new DomainError(
      "approval_void",
      `The policy has changed since, and denies this: ${demand.denials.map(({ reason }) => reason).join(" ")}`,
    );
  if (demand.ruling === "review" && op.policy.ruling === "allow")
    throw new DomainError(
      "approval_void",
      "The policy has changed since, and wants people to approve this; submit it again.",
    );
  return demand.version;
}
