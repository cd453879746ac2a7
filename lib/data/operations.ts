import type { BlastRadius } from "@/lib/contract/blast-radius";
import type { Artifact, Claims } from "@/lib/contract/operation";
import type { SignInMethod } from "@/lib/core/actor";
import type {
  EnvironmentKind,
  GrantStatus,
  OperationStatus,
  Outcome,
  Risk,
  Verdict,
} from "@/lib/core/operation";
import type { Demand } from "@/lib/policy/demand";
import { isToldCanary } from "./canary";
import type { Executor } from "./database";
import { eligibleFor } from "./eligibility";
import { freezeOver, type HoldingFreeze } from "./freezes";

/** The body as it was submitted, but for what is redacted in its artifact; defaults are filled in by readers, not here. */
export interface Submission {
  resource: { type: string; id: string; name?: string };
  params?: Record<string, unknown>;
  artifact: Artifact;
  reason: string;
  claims?: Claims;
  source?: { session?: string; url?: string };
}

export interface StoredDecision {
  id: string;
  user_id: string;
  name: string;
  /** `void`: an approval by someone who may no longer decide. */
  verdict: Verdict | "void";
  comment: string;
  method: SignInMethod;
  decided_at: string;
  /** The demanded groups in which it counts now; none where it no longer stands. */
  group_ids: string[];
  stands_in: StandsIn[];
}

/** For whom somebody sits in a group that isn't their own. */
export interface StandsIn {
  group_id: string;
  name: string;
}

export interface StoredGrant {
  id: string;
  status: GrantStatus;
  token: string;
  notBefore: Date;
  expiresAt: Date;
  claimedAt: Date | null;
  startBefore: Date | null;
  reportBy: Date | null;
  outcome: Outcome | null;
  detail: string | null;
  actual: Record<string, unknown> | null;
  reportedAt: Date | null;
}

/** An operation by itself, as of `now` on the database's clock: without the people, whom it costs most to find. */
export interface BareOperation {
  id: string;
  status: OperationStatus;
  version: number;
  agent: { id: string; name: string };
  /** What it is permitted can't be redeemed any more. */
  agentDisabled: boolean;
  /** It was planted; told only once it is decided. */
  canary: boolean;
  environment: {
    id: string;
    slug: string;
    name: string;
    kind: EnvironmentKind;
    /** As they are now: what the built-in rule would ask for. */
    group: { id: string; slug: string };
    approvalsRequired: number;
  };
  enforcementPoint: { id: string; name: string };
  audience: string;
  action: string;
  submission: Submission;
  /** Of the artifact's content as it came, whatever of it is stored; null: it came without. */
  artifactSha256: string | null;
  artifactRedacted: boolean;
  operationDigest: string;
  proofJkt: string | null;
  risk: Risk;
  report: BlastRadius;
  policy: Demand;
  policyDigest: string;
  /** The version that is active now, whichever one the operation was judged by; null: none can be told. */
  policyVersionNow: number | null;
  group: { id: string; slug: string; name: string };
  approvalsRequired: number;
  approvalsReceived: number;
  createdAt: Date;
  expiresAt: Date;
  decidedAt: Date | null;
  decisionReason: string | null;
  /** The denial after which this was asked again. */
  deniedBefore: { id: string; same: boolean } | null;
  manifest: { id: string; position: number; size: number } | null;
  grant: StoredGrant | null;
  frozen: HoldingFreeze | null;
  now: Date;
}

/** With everything a view needs. */
export interface StoredOperation extends BareOperation {
  decisions: StoredDecision[];
  eligibleReviewers: { id: string; name: string; group_ids: string[]; stands_in: StandsIn[] }[];
}

const BARE = `o.id, o.status, o.version, o.audience, o.action, o.submission,
  o.artifact_sha256, o.artifact_redacted, o.operation_digest, o.proof_jkt,
  o.risk, o.report, o.policy, o.policy_digest, o.approvals_required, o.approvals_received,
  o.created_at, o.expires_at, o.decided_at, o.decision_reason, o.denied_before, o.denied_before_same,
  o.manifest_id, o.manifest_position, m.size AS manifest_size,
  a.id AS agent_id, a.name AS agent_name, ${isToldCanary("o", "a")} AS canary, a.disabled_at IS NOT NULL AS agent_disabled,
  e.id AS environment_id, e.slug AS environment_slug, e.name AS environment_name, e.kind AS environment_kind,
  e.approvals_required AS environment_approvals, er.id AS environment_group_id, er.slug AS environment_group_slug,
  p.id AS ep_id, p.name AS ep_name, r.id AS group_id, r.slug AS group_slug, r.name AS group_name,
  g.id AS g_id, g.status AS g_status, g.token AS g_token, g.not_before AS g_not_before,
  g.expires_at AS g_expires_at, g.claimed_at AS g_claimed_at, g.start_before AS g_start_before,
  g.report_by AS g_report_by, g.outcome AS g_outcome, g.detail AS g_detail, g.actual AS g_actual,
  g.reported_at AS g_reported_at, ${freezeOver("e")} AS frozen, clock_timestamp() AS now,
  (SELECT coalesce(i.policy_version, 0) FROM installation i) AS policy_version_now`;

const PEOPLE = `(SELECT coalesce(json_agg(json_build_object('id', d.id, 'user_id', d.user_id, 'name', u.name,
      'verdict', d.verdict, 'comment', d.comment, 'method', d.method, 'decided_at', d.decided_at,
      'group_ids', coalesce(v.group_ids, '{}'), 'stands_in', coalesce(v.stands_in, '[]'))
      ORDER BY d.decided_at, d.id), '[]')
    FROM decisions d JOIN users u ON u.id = d.user_id LEFT JOIN ${eligibleFor("o", "all")} v ON v.id = d.user_id
    WHERE d.operation_id = o.id) AS decisions,
  (SELECT coalesce(json_agg(json_build_object('id', v.id, 'name', v.name, 'group_ids', v.group_ids, 'stands_in', v.stands_in) ORDER BY v.name, v.id), '[]')
    FROM ${eligibleFor("o")} v) AS eligible_reviewers`;

const FROM = `FROM operations o
JOIN agents a ON a.id = o.agent_id
JOIN environments e ON e.id = o.environment_id
JOIN enforcement_points p ON p.id = o.enforcement_point_id
JOIN groups r ON r.id = o.group_id
JOIN groups er ON er.id = e.group_id
LEFT JOIN manifests m ON m.id = o.manifest_id
LEFT JOIN grants g ON g.operation_id = o.id`;

const SELECT = `SELECT ${BARE}, ${PEOPLE} ${FROM}`;

// One row type for one SELECT; each field is mapped below.
// oxlint-disable-next-line typescript/no-explicit-any
type Row = Record<string, any>;

const toGrant = (row: Row): StoredGrant | null =>
  row.g_id === null
    ? null
    : {
        id: row.g_id,
        status: row.g_status,
        token: row.g_token,
        notBefore: row.g_not_before,
        expiresAt: row.g_expires_at,
        claimedAt: row.g_claimed_at,
        startBefore: row.g_start_before,
        reportBy: row.g_report_by,
        outcome: row.g_outcome,
        detail: row.g_detail,
        actual: row.g_actual,
        reportedAt: row.g_reported_at,
      };

const toBare = (row: Row): BareOperation => ({
  id: row.id,
  status: row.status,
  version: row.version,
  agent: { id: row.agent_id, name: row.agent_name },
  agentDisabled: row.agent_disabled,
  canary: row.canary,
  environment: {
    id: row.environment_id,
    slug: row.environment_slug,
    name: row.environment_name,
    kind: row.environment_kind,
    group: { id: row.environment_group_id, slug: row.environment_group_slug },
    approvalsRequired: row.environment_approvals,
  },
  enforcementPoint: { id: row.ep_id, name: row.ep_name },
  audience: row.audience,
  action: row.action,
  submission: row.submission,
  artifactSha256: row.artifact_sha256,
  artifactRedacted: row.artifact_redacted,
  operationDigest: row.operation_digest,
  proofJkt: row.proof_jkt,
  risk: row.risk,
  report: row.report,
  policy: row.policy,
  policyDigest: row.policy_digest,
  policyVersionNow: row.policy_version_now,
  group: { id: row.group_id, slug: row.group_slug, name: row.group_name },
  approvalsRequired: row.approvals_required,
  approvalsReceived: row.approvals_received,
  createdAt: row.created_at,
  expiresAt: row.expires_at,
  decidedAt: row.decided_at,
  decisionReason: row.decision_reason,
  deniedBefore:
    row.denied_before === null ? null : { id: row.denied_before, same: row.denied_before_same },
  manifest:
    row.manifest_id === null
      ? null
      : { id: row.manifest_id, position: row.manifest_position, size: row.manifest_size },
  grant: toGrant(row),
  frozen: row.frozen,
  now: row.now,
});

const toOperation = (row: Row): StoredOperation => ({
  ...toBare(row),
  decisions: row.decisions,
  eligibleReviewers: row.eligible_reviewers,
});

const FIND = { name: "operation_find", text: `${SELECT} WHERE o.id = $1` };

export async function findOperation(db: Executor, id: string): Promise<StoredOperation | null> {
  const [row] = await db.query<Row>(FIND, [id]);
  return row ? toOperation(row) : null;
}

const FIND_BARE = {
  name: "operation_find_bare",
  text: `SELECT ${BARE} ${FROM} WHERE o.id = $1`,
};

export async function findBareOperation(db: Executor, id: string): Promise<BareOperation | null> {
  const [row] = await db.query<Row>(FIND_BARE, [id]);
  return row ? toBare(row) : null;
}

const FIND_OWN = {
  name: "operation_find_own",
  text: `${SELECT} WHERE o.id = $1 AND o.agent_id = $2`,
};

export async function findOwnOperation(
  db: Executor,
  id: string,
  agentId: string,
): Promise<StoredOperation | null> {
  const [row] = await db.query<Row>(FIND_OWN, [id, agentId]);
  return row ? toOperation(row) : null;
}

const FIND_OF = {
  name: "operation_find_of_manifest",
  text: `${SELECT} WHERE o.manifest_id = $1 ORDER BY o.manifest_position`,
};

/** A manifest's, in the order in which they were submitted. */
export async function findOperationsOf(
  db: Executor,
  manifestId: string,
): Promise<StoredOperation[]> {
  return (await db.query<Row>(FIND_OF, [manifestId])).map(toOperation);
}

/** What a waiter re-reads: small, whatever the artifact's size. */
export interface Pulse {
  status: OperationStatus;
  version: number;
  expiresAt: Date;
  grant: { status: GrantStatus; notBefore: Date; expiresAt: Date; reportBy: Date | null } | null;
  frozen: HoldingFreeze | null;
  now: Date;
}

const PULSE = {
  name: "operation_pulse",
  text: `SELECT o.status, o.version, o.expires_at, g.status AS g_status, g.not_before AS g_not_before,
      g.expires_at AS g_expires_at, g.report_by AS g_report_by, ${freezeOver("e")} AS frozen,
      clock_timestamp() AS now
    FROM operations o JOIN environments e ON e.id = o.environment_id LEFT JOIN grants g ON g.operation_id = o.id
    WHERE o.id = $1 AND o.agent_id = $2`,
};

export async function readPulse(db: Executor, id: string, agentId: string): Promise<Pulse | null> {
  const [row] = await db.query<Row>(PULSE, [id, agentId]);
  if (!row) return null;
  return {
    status: row.status,
    version: row.version,
    expiresAt: row.expires_at,
    grant: row.g_status && {
      status: row.g_status,
      notBefore: row.g_not_before,
      expiresAt: row.g_expires_at,
      reportBy: row.g_report_by,
    },
    frozen: row.frozen,
    now: row.now,
  };
}

export interface ListFilter {
  agentId: string;
  status: OperationStatus | null;
  environment: string | null;
  /** Newest first: rows that come after this one. */
  after: { createdAt: string; id: string } | null;
  limit: number;
}

// Expiry is a fact of time, so the filter compares the status as it reads now.
const LIST = {
  name: "operation_list",
  text: `${SELECT}
    WHERE o.agent_id = $1
      AND ($2::text IS NULL OR $2 = CASE WHEN o.status = 'pending' AND o.expires_at <= now() THEN 'expired' ELSE o.status END)
      AND ($3::text IS NULL OR o.environment = $3)
      AND ($4::timestamptz IS NULL OR (o.created_at, o.id) < ($4, $5))
    ORDER BY o.created_at DESC, o.id DESC LIMIT $6`,
};

export async function listOwnOperations(
  db: Executor,
  filter: ListFilter,
): Promise<StoredOperation[]> {
  const rows = await db.query<Row>(LIST, [
    filter.agentId,
    filter.status,
    filter.environment,
    filter.after?.createdAt ?? null,
    filter.after?.id ?? null,
    filter.limit,
  ]);
  return rows.map(toOperation);
}
