import { digestOf, type Digest } from "@/client/protocol/digest";
import type { Shown } from "@/lib/contract/review";
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
    policy: { version: op.policy.version, rules: [...op.policy.rules] },
    approvals_required: op.approvalsRequired,
    group: { slug: op.group.slug, name: op.group.name },
    denied_before: op.deniedBefore && {
      operation_id: op.deniedBefore.id,
      same: op.deniedBefore.same,
    },
    manifest: op.manifest,
  };
}

/** `shown_digest`: carried by the form, the decision, the grant and the log. */
export const shownDigest = (shown: Shown): Digest => digestOf("countersign.shown.v1", shown);
