import { createHash } from "node:crypto";
import type { BlastRadius, BlastRadiusSummary } from "@/lib/contract/blast-radius";
import type { OperationSummaryView, OperationView } from "@/lib/contract/operation";
import { grantStatusAt, operationStatusAt, type GrantStatus } from "@/lib/core/operation";
import type { HoldingFreeze } from "@/lib/data/freezes";
import type { Pulse, StoredOperation } from "@/lib/data/operations";
import { holdingFreezeView } from "../freeze/view";
import { quorumOf, receivedOf } from "./quorum";

/** How long an agent should leave between polls without `wait`; seconds. */
export const RETRY_AFTER_S = 5;

const iso = (at: Date) => at.toISOString();

export function summarize(report: BlastRadius): BlastRadiusSummary {
  const { version, status, headline, totals, reversibility, claims, unknowns, risk } = report;
  return { version, status, headline, totals, reversibility, claims, unknowns, risk };
}

/** How long at most until it looks again whether somebody has objected; seconds. */
const OBJECTION_RETRY_S = 60;

/** The objection window is open, or the policy's hours aren't yet. */
export const isNotYetValid = (pulse: Pick<Pulse, "grant" | "now">): boolean =>
  pulse.grant?.status === "issued" && pulse.grant.notBefore > pulse.now;

/** Changes whenever what an agent can see of the operation does: also when time alone changes it. */
export function etagOf(pulse: Pulse): string {
  const status = operationStatusAt(pulse, pulse.now);
  const grant = pulse.grant ? grantStatusAt(pulse.grant, pulse.now) : "none";
  const ahead = isNotYetValid(pulse) ? "-ahead" : "";
  const frozen = pulse.frozen ? `-frozen-${fingerprint(pulse.frozen)}` : "";
  return `"${pulse.version}-${status}-${grant}${ahead}${frozen}"`;
}

const fingerprint = (freeze: HoldingFreeze) =>
  createHash("sha256").update(JSON.stringify(freeze)).digest("base64url").slice(0, 12);

/** Only where one holds, so that nobody has to know of it otherwise. */
export const frozenBy = (freeze: HoldingFreeze | null): Pick<OperationSummaryView, "frozen"> =>
  freeze ? { frozen: holdingFreezeView(freeze) } : {};

/** What a caller should do next. A status it doesn't know is never an approval. */
function nextStep(op: StoredOperation): OperationSummaryView["next"] {
  switch (operationStatusAt(op, op.now)) {
    case "pending":
      return { action: "wait", retry_after: RETRY_AFTER_S };
    case "approved": {
      if (!op.grant || grantStatusAt(op.grant, op.now) !== "issued") return { action: "stop" };
      const ahead_s = Math.ceil((op.grant.notBefore.getTime() - op.now.getTime()) / 1000);
      if (ahead_s > 0) return { action: "wait", retry_after: Math.min(ahead_s, OBJECTION_RETRY_S) };
      // Not lost: it is redeemed once the freeze is over, if it hasn't expired by then.
      return op.frozen ? { action: "wait", retry_after: RETRY_AFTER_S } : { action: "redeem" };
    }
    case "denied":
    case "expired":
    case "cancelled":
      return { action: "stop" };
  }
}

function decisionOf(op: StoredOperation): Pick<OperationSummaryView, "decision"> {
  const status = operationStatusAt(op, op.now);
  if (status === "pending") return {};
  return {
    decision: {
      outcome: status,
      decided_at: iso(op.decidedAt ?? op.expiresAt),
      ...(op.decisionReason ? { reason: op.decisionReason } : {}),
      approvals: op.decisions
        .filter(({ verdict }) => verdict === "approve")
        .map((d) => ({
          reviewer: d.user_id,
          at: iso(new Date(d.decided_at)),
          method: d.method,
          comment: d.comment,
        })),
    },
  };
}

function grantOf(op: StoredOperation): Pick<OperationSummaryView, "grant"> {
  const grant = op.grant;
  if (!grant) return {};
  const status: GrantStatus = grantStatusAt(grant, op.now);
  return {
    grant: {
      id: grant.id,
      status,
      // A bearer that can no longer be used has no business on the wire.
      ...(status === "issued" ? { token: grant.token } : {}),
      not_before: iso(grant.notBefore),
      expires_at: iso(grant.expiresAt),
      audience: op.audience,
      ...(grant.outcome && grant.reportedAt
        ? {
            outcome: {
              outcome: grant.outcome,
              detail: grant.detail,
              actual: grant.actual,
              reported_at: iso(grant.reportedAt),
            },
          }
        : {}),
    },
  };
}

export const deniedBeforeView = ({ id, same }: { id: string; same: boolean }) => ({
  operation: id,
  same,
});

export function toSummary(op: StoredOperation, publicUrl: string): OperationSummaryView {
  const self = `${publicUrl}/api/v1/operations/${op.id}`;
  return {
    id: op.id,
    status: operationStatusAt(op, op.now),
    operation_digest: op.operationDigest,
    environment: op.environment.slug,
    audience: op.audience,
    action: op.action,
    resource: op.submission.resource,
    risk: op.risk,
    blast_radius: summarize(op.report),
    approvals: {
      required: op.approvalsRequired,
      received: receivedOf(op),
      groups: op.policy.quorum.map(({ slug }) => slug),
      eligible_reviewers: op.eligibleReviewers.length,
      quorum: quorumOf(op),
    },
    policy: { version: op.policy.version, rules: [...op.policy.rules] },
    ...(op.deniedBefore ? { denied_before: deniedBeforeView(op.deniedBefore) } : {}),
    ...(op.manifest ? { manifest: op.manifest } : {}),
    created_at: iso(op.createdAt),
    expires_at: iso(op.expiresAt),
    next: nextStep(op),
    ...frozenBy(op.frozen),
    links: {
      self,
      review: `${publicUrl}/operations/${op.id}`,
      cancel: `${self}/cancel`,
    },
    ...decisionOf(op),
    ...grantOf(op),
  };
}

export function toOperationView(op: StoredOperation, publicUrl: string): OperationView {
  const { params, artifact, reason, claims, source } = op.submission;
  return {
    ...toSummary(op, publicUrl),
    blast_radius: op.report,
    params: params ?? {},
    artifact:
      op.artifactSha256 === null
        ? artifact
        : {
            ...artifact,
            sha256: op.artifactSha256,
            ...(op.artifactRedacted ? { redacted: true as const } : {}),
          },
    reason,
    claims: claims ?? {},
    ...(source ? { source } : {}),
  };
}
