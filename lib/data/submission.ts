import type { AuditEntry } from "@/lib/audit/entry";
import type { BlastRadius } from "@/lib/contract/blast-radius";
import type { EnvironmentKind } from "@/lib/core/operation";
import type { Demand } from "@/lib/policy/demand";
import { AUDIT_COLUMNS, auditParameters, auditValues } from "./audit";
import { isWithinBudget } from "./budget";
import type { Executor } from "./database";
import { eligibleFor, enoughAreEligible } from "./eligibility";
import { freezeOver, type HoldingFreeze } from "./freezes";
import {
  POLICY_STANDING,
  toStanding,
  type PolicyStanding,
  type PolicyStandingRow,
} from "./policies";

/** What must be known before an operation can be analysed and stored. */
export interface SubmissionContext {
  environment: {
    id: string;
    slug: string;
    kind: EnvironmentKind;
    approvalsRequired: number;
    group: { id: string; slug: string };
  } | null;
  enforcementPointId: string | null;
  agentName: string;
  /** Whether the agent's budget is limited, so that its submissions have to queue to be counted. */
  budgeted: boolean;
  /** What the policy goes by; null where the installation's row is missing, so that nothing can be judged. */
  standing: PolicyStanding | null;
  /** The operation that this idempotency key made before. */
  earlier: { id: string; requestDigest: string } | null;
}

const CONTEXT = {
  name: "submission_context",
  text: `SELECT e.id, e.slug, e.kind, e.approvals_required, r.id AS group_id, r.slug AS group_slug,
      p.id AS ep_id, x.id AS earlier_id, x.request_digest, a.name AS agent_name,
      a.max_pending IS NOT NULL OR a.max_per_hour IS NOT NULL AS budgeted,
      ${POLICY_STANDING}
    FROM (SELECT 1) one
    LEFT JOIN installation i ON true
    LEFT JOIN agents a ON a.id = $3
    LEFT JOIN environments e ON e.slug = $1
    LEFT JOIN groups r ON r.id = e.group_id
    LEFT JOIN enforcement_points p ON p.audience = $2 AND p.disabled_at IS NULL
    LEFT JOIN operations x ON x.agent_id = $3 AND x.idempotency_key = $4`,
};

export async function loadSubmissionContext(
  db: Executor,
  asked: {
    environment: string;
    audience: string;
    agentId: string;
    idempotencyKey: string;
  },
): Promise<SubmissionContext> {
  const [row] = await db.query<
    PolicyStandingRow & {
      id: string | null;
      slug: string;
      kind: EnvironmentKind;
      approvals_required: number;
      group_id: string;
      group_slug: string;
      ep_id: string | null;
      earlier_id: string | null;
      request_digest: string;
      agent_name: string | null;
      budgeted: boolean | null;
    }
  >(CONTEXT, [asked.environment, asked.audience, asked.agentId, asked.idempotencyKey]);
  if (!row) throw new Error("submission context: no row");
  return {
    environment:
      row.id === null
        ? null
        : {
            id: row.id,
            slug: row.slug,
            kind: row.kind,
            approvalsRequired: row.approvals_required,
            group: { id: row.group_id, slug: row.group_slug },
          },
    enforcementPointId: row.ep_id,
    agentName: row.agent_name ?? "",
    budgeted: row.budgeted ?? false,
    standing: toStanding(row),
    earlier:
      row.earlier_id === null ? null : { id: row.earlier_id, requestDigest: row.request_digest },
  };
}

export interface NewOperation {
  id: string;
  agentId: string;
  apiKeyId: string;
  environment: { id: string; slug: string };
  enforcementPointId: string;
  audience: string;
  action: string;
  resource: { type: string; id: string; name?: string | undefined };
  /** The body's own bytes, as text; the artifact's content in it may be redacted. */
  submission: string;
  /** Of the artifact's content as it came; null: it came without. */
  artifactSha256: string | null;
  artifactRedacted: boolean;
  operationDigest: string;
  idempotencyKey: string;
  requestDigest: string;
  proofJkt: string | null;
  report: BlastRadius;
  reportDigest: string;
  policy: Demand;
  policyDigest: string;
  approvalsRequired: number;
  expiresIn_s: number;
  /** Where it is one of several that were submitted as one; positions count from 1. */
  manifest: { id: string; position: number } | null;
}

const FIRST_AUDIT_PARAMETER = 30;

/** A denial is remembered this long. */
const DENIAL_MEMORY_DAYS = 30;

/** What a policy decides by itself is decided at once. */
const STATUS_OF = { review: "pending", allow: "approved", deny: "denied" } as const;

/**
 * Times are whole milliseconds, so that a cursor that went through JSON still names its row.
 * One statement stores the operation, its audit event, a mail to each eligible reviewer, and one to each
 * member of the groups that the policy wants told. The WHERE
 * holds what must be true at that instant: the key lives, agent and enforcement point are enabled, the
 * policy is still the one that was asked, enough people could approve, and the agent has budget left. No row: the idempotency key was used before, or one of these failed.
 */
const INSERT = {
  name: "operation_insert",
  text: `WITH op AS (
    INSERT INTO operations (id, status, decided_at, decision_reason, manifest_id, manifest_position,
      denied_before, denied_before_same, agent_id, api_key_id, environment_id, environment, enforcement_point_id,
      audience, action, resource_type, resource_id, resource_name, submission, operation_digest,
      idempotency_key, request_digest, proof_jkt, risk, report, report_digest, policy, policy_digest,
      group_id, approvals_required, created_at, expires_at, artifact_sha256, artifact_redacted)
    SELECT n.id, $26, CASE WHEN $26 <> 'pending' THEN t.at END, $27, $28, $29::int,
      earlier.id, coalesce(earlier.same, false),
      n.agent_id, n.api_key_id, e.id, $4, n.enforcement_point_id,
      $7, $8, $9, $10, $11, $12::json, $13, $14, $15, $16, $17, $18::jsonb, $19, $20::jsonb, $21,
      n.policy -> 'group' ->> 'id', $22::int, t.at, t.at + make_interval(secs => $23::int),
      $24, $25::boolean
    FROM (SELECT $1::text AS id, $2::text AS agent_id, $3::text AS api_key_id,
        $6::text AS enforcement_point_id, $20::jsonb AS policy) n
    CROSS JOIN (SELECT date_trunc('milliseconds', clock_timestamp()) AS at) t
    JOIN installation i ON coalesce(i.policy_version, 0) = (n.policy ->> 'version')::int
    JOIN environments e ON e.id = $5 AND e.group_id = n.policy -> 'group' ->> 'id'
    JOIN enforcement_points p ON p.id = n.enforcement_point_id AND p.disabled_at IS NULL
    JOIN agents a ON a.id = n.agent_id AND a.disabled_at IS NULL
    JOIN api_keys k ON k.id = n.api_key_id AND k.revoked_at IS NULL AND k.expires_at > t.at
    LEFT JOIN LATERAL (SELECT x.id, x.operation_digest = $13 AS same FROM operations x
      JOIN agents xa ON xa.id = x.agent_id AND NOT xa.canary
      WHERE x.environment_id = e.id AND x.resource_type = $9 AND x.resource_id = $10 AND x.status = 'denied'
        AND x.decided_at > t.at - interval '${DENIAL_MEMORY_DAYS} days'
      ORDER BY same DESC, x.decided_at DESC LIMIT 1) earlier ON true
    WHERE ${enoughAreEligible("n")} AND ${isWithinBudget("a", "t.at")}
    ON CONFLICT (agent_id, idempotency_key) DO NOTHING
    RETURNING *
  ), event AS (
    INSERT INTO audit_events (${AUDIT_COLUMNS})
    SELECT ${auditParameters(FIRST_AUDIT_PARAMETER)} FROM op
  ), mail AS (
    INSERT INTO outbox (id, kind, recipient, payload, operation_id)
    SELECT 'out_' || replace(gen_random_uuid()::text, '-', ''), 'approval_needed', q.email,
      jsonb_build_object('operation_id', op.id), op.id
    FROM op, LATERAL ${eligibleFor("op")} q WHERE op.status = 'pending' AND op.manifest_id IS NULL
  ), notice AS (
    INSERT INTO outbox (id, kind, recipient, payload, operation_id)
    SELECT 'out_' || replace(gen_random_uuid()::text, '-', ''), 'notice', p.email,
      jsonb_build_object('operation_id', op.id), op.id
    FROM op, LATERAL (SELECT DISTINCT u.id, u.email FROM jsonb_to_recordset(op.policy -> 'notify') AS t(id text)
      JOIN group_members m ON m.group_id = t.id JOIN users u ON u.id = m.user_id AND u.status = 'active') p
    WHERE op.status <> 'pending' OR NOT EXISTS (SELECT 1 FROM ${eligibleFor("op")} q WHERE q.id = p.id)
  )
  SELECT created_at, expires_at, denied_before, denied_before_same,
    (SELECT count(*)::int FROM ${eligibleFor("op")} v) AS eligible,
    (SELECT ${freezeOver("e")} FROM environments e WHERE e.id = op.environment_id) AS frozen FROM op`,
};

/** What the database made of a new operation; times are its own. */
export interface InsertedOperation {
  createdAt: Date;
  expiresAt: Date;
  /** How many could approve it. */
  eligible: number;
  frozen: HoldingFreeze | null;
  deniedBefore: { id: string; same: boolean } | null;
}

/** Null when nothing was stored. */
export async function insertOperation(
  db: Executor,
  op: NewOperation,
  entry: AuditEntry,
): Promise<InsertedOperation | null> {
  const [row] = await db.query<{
    created_at: Date;
    expires_at: Date;
    eligible: number;
    frozen: HoldingFreeze | null;
    denied_before: string | null;
    denied_before_same: boolean;
  }>(INSERT, [
    op.id,
    op.agentId,
    op.apiKeyId,
    op.environment.slug,
    op.environment.id,
    op.enforcementPointId,
    op.audience,
    op.action,
    op.resource.type,
    op.resource.id,
    op.resource.name ?? null,
    op.submission,
    op.operationDigest,
    op.idempotencyKey,
    op.requestDigest,
    op.proofJkt,
    op.report.risk.level,
    JSON.stringify(op.report),
    op.reportDigest,
    JSON.stringify(op.policy),
    op.policyDigest,
    op.approvalsRequired,
    op.expiresIn_s,
    op.artifactSha256,
    op.artifactRedacted,
    STATUS_OF[op.policy.ruling],
    op.policy.denials.map(({ reason }) => reason).join(" ") || null,
    op.manifest?.id ?? null,
    op.manifest?.position ?? null,
    ...auditValues(entry),
  ]);
  if (!row) return null;
  return {
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    eligible: row.eligible,
    frozen: row.frozen,
    deniedBefore:
      row.denied_before === null ? null : { id: row.denied_before, same: row.denied_before_same },
  };
}

const ELIGIBLE = {
  name: "submission_eligible",
  text: `SELECT (SELECT count(*)::int FROM ${eligibleFor("n")} v) AS eligible, ${enoughAreEligible("n")} AS enough
    FROM (SELECT NULL::text AS id, $1::text AS agent_id, $2::text AS api_key_id, $3::text AS enforcement_point_id, $4::jsonb AS policy) n`,
};

/** How many could approve what this agent's key asks for, and whether they fill the quorum. */
export async function countEligible(
  db: Executor,
  asked: { agentId: string; apiKeyId: string; enforcementPointId: string; policy: Demand },
): Promise<{ eligible: number; enough: boolean }> {
  const { agentId, apiKeyId, enforcementPointId, policy } = asked;
  const values = [agentId, apiKeyId, enforcementPointId, JSON.stringify(policy)];
  const [row] = await db.query<{ eligible: number; enough: boolean }>(ELIGIBLE, values);
  if (!row) throw new Error("eligibility: no row");
  return row;
}
