import { digestOf, digestsEqual, type Digest } from "@/client/protocol/digest";
import type { Shown } from "@/lib/contract/review";
import { DomainError } from "@/lib/core/error";
import { confirmationOf } from "@/lib/core/typed-confirmation";
import type { StoredOperation } from "@/lib/data/operations";

/** What a decision rests on: built here only, for the page as for the comparison in the transaction. */
export function shownOf(op: StoredOperation): Shown {
  const { resource, params, artifact, reason, claims, source } = op.submission;
  return {
    operation_id: op.id,
    operation_digest: op.operationDigest,
    created_at: op.createdAt.toISOString(),
    expires_at: op.expiresAt.toISOString(),
    agent: op.agent,
    environment: {
      slug: op.environment.slug,
      name: op.environment.name,
      kind: op.environment.kind,
    },
    enforcement_point: { name: op.enforcementPoint.name, audience: op.audience },
    action: op.action,
    resource: { type: resource.type, id: resource.id, name: resource.name ?? null },
    params: params ?? {},
    artifact: {
      kind: artifact.kind,
      dialect: artifact.kind === "sql" ? artifact.dialect : null,
      content: artifact.kind === "none" ? null : artifact.content,
      sha256: op.artifactSha256,
      redacted: op.artifactRedacted,
    },
    reason,
    claims: claims ?? {},
    source: { session: source?.session ?? null, url: source?.url ?? null },
    risk: op.risk,
    report: op.report,
    policy: policyOf(op),
    approvals_required: op.approvalsRequired,
    group: { slug: op.group.slug, name: op.group.name },
    denied_before: op.deniedBefore && {
      operation_id: op.deniedBefore.id,
      same: op.deniedBefore.same,
    },
    manifest: op.manifest,
  };
}

/** The demand, as far as it is the reviewer's business. */
function policyOf({ policy, submission, report }: StoredOperation): Shown["policy"] {
  const { resource } = submission;
  return {
    version: policy.version,
    rules: [...policy.rules],
    ruling: policy.ruling,
    denials: policy.denials.map(({ rule, reason }) => ({ rule, reason })),
    quorum: policy.quorum.map(({ slug, approvals }) => ({ group: slug, required: approvals })),
    step_up: policy.stepUp,
    typed_confirmation: policy.typedConfirmation ? confirmationOf({ resource, report }) : null,
    comment: policy.comment,
    objection_window_s: policy.objectionWindow_s,
    grant_ttl_s: policy.grantTtl_s,
    recovery_max_age_s: policy.recoveryMaxAge_s,
    windows: policy.windows.map((list) => [...list]),
    blackouts: [...policy.blackouts],
    allow_sole_reviewer: policy.allowSoleReviewer,
  };
}

/** What was on screen, as the form posts it. */
export interface SeenOperation {
  operationId: string;
  operationDigest: string;
  shownDigest: string;
}

/** Errors: stale_view. */
export function assertShown(op: StoredOperation, seen: SeenOperation): void {
  const same =
    digestsEqual(op.operationDigest, seen.operationDigest) &&
    digestsEqual(shownDigest(shownOf(op)), seen.shownDigest);
  if (!same)
    throw new DomainError(
      "stale_view",
      "What you were shown has changed since you opened it. Look at it again, then decide.",
    );
}

/** `shown_digest`: carried by the form, the decision, the grant and the log. */
export const shownDigest = (shown: Shown): Digest => digestOf("countersign.shown.v1", shown);
