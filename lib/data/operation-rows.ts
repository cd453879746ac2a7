import type { OperationRow } from "@/lib/contract/review";
import {
  grantStatusAt,
  operationStatusAt,
  type EnvironmentKind,
  type GrantStatus,
  type OperationStatus,
  type Risk,
} from "@/lib/core/operation";
import { isToldCanary } from "./canary";
import type { Executor } from "./database";
import { approvalsStanding, mayApprove } from "./eligibility";

/** What lists show: never the artifact, never the whole report. */
const COLUMNS = `o.id, o.status, o.risk, o.action, o.resource_type, o.resource_id, o.resource_name,
  o.environment, e.kind AS environment_kind, a.id AS agent_id, a.name AS agent_name, ${isToldCanary("o", "a")} AS canary,
  o.report ->> 'headline' AS headline, o.report -> 'reversibility' ->> 'value' AS reversibility,
  jsonb_array_length(jsonb_path_query_array(o.report, '$.claims[*] ? (@.verdict == "contradicted")')) AS contradictions,
  jsonb_array_length(o.report -> 'unknowns') AS unknowns,
  CASE WHEN o.policy ->> 'ruling' = 'deny' AND o.status = 'denied' THEN jsonb_path_query_array(o.policy, '$.denials[*].rule')
    WHEN o.policy ->> 'ruling' = 'allow' THEN o.policy -> 'rules' END AS policy_rules,
  CASE WHEN o.status = 'pending' THEN ${approvalsStanding("o")} ELSE o.approvals_received END AS approvals_received, o.approvals_required, o.created_at, o.expires_at, o.decided_at, o.decision_reason,
  (SELECT string_agg(u.name, ', ' ORDER BY d.decided_at, d.id) FROM decisions d JOIN users u ON u.id = d.user_id
    WHERE d.operation_id = o.id AND d.verdict = CASE o.status WHEN 'denied' THEN 'deny' WHEN 'approved' THEN 'approve' END
  ) AS decided_by,
  g.status AS grant_status, g.expires_at AS grant_expires_at, g.report_by, g.detail AS grant_detail,
  clock_timestamp() AS now`;
const FROM = `FROM operations o JOIN environments e ON e.id = o.environment_id
  JOIN agents a ON a.id = o.agent_id LEFT JOIN grants g ON g.operation_id = o.id`;
const RISK_ORDER = `CASE o.risk WHEN 'critical' THEN 0 WHEN 'high' THEN 1 WHEN 'medium' THEN 2 ELSE 3 END`;
const READS_AS = `CASE WHEN o.status = 'pending' AND o.expires_at <= now() THEN 'expired' ELSE o.status END`;

interface Row {
  id: string;
  status: OperationStatus;
  risk: Risk;
  action: string;
  resource_type: string;
  resource_id: string;
  resource_name: string | null;
  environment: string;
  environment_kind: EnvironmentKind;
  agent_id: string;
  agent_name: string;
  canary: boolean;
  headline: string;
  reversibility: string;
  contradictions: number;
  unknowns: number;
  approvals_received: number;
  approvals_required: number;
  created_at: Date;
  expires_at: Date;
  decided_at: Date | null;
  decision_reason: string | null;
  decided_by: string | null;
  grant_status: GrantStatus | null;
  grant_expires_at: Date | null;
  report_by: Date | null;
  grant_detail: string | null;
  policy_rules: string[] | null;
  now: Date;
}

function toRow(row: Row): OperationRow {
  return {
    id: row.id,
    status: operationStatusAt({ status: row.status, expiresAt: row.expires_at }, row.now),
    canary: row.canary,
    grant_status:
      row.grant_status && row.grant_expires_at
        ? grantStatusAt(
            {
              status: row.grant_status,
              expiresAt: row.grant_expires_at,
              reportBy: row.report_by,
            },
            row.now,
          )
        : null,
    risk: row.risk,
    action: row.action,
    resource: { type: row.resource_type, id: row.resource_id, name: row.resource_name },
    environment: { slug: row.environment, kind: row.environment_kind },
    agent: { id: row.agent_id, name: row.agent_name },
    headline: row.headline,
    reversibility: row.reversibility,
    contradictions: row.contradictions,
    unknowns: row.unknowns,
    approvals_received: row.approvals_received,
    approvals_required: row.approvals_required,
    created_at: row.created_at.toISOString(),
    expires_at: row.expires_at.toISOString(),
    decided_at: row.decided_at?.toISOString() ?? null,
    decided_by: row.decided_by,
    note: row.grant_detail ?? row.decision_reason,
    policy_rules: row.policy_rules,
  };
}

const OF_MANIFEST = {
  name: "manifest_rows",
  text: `SELECT ${COLUMNS} ${FROM} WHERE o.manifest_id = $1 ORDER BY o.manifest_position`,
};

/** A manifest's, in the order in which they were submitted. */
export async function listManifestRows(db: Executor, manifestId: string): Promise<OperationRow[]> {
  return (await db.query<Row>(OF_MANIFEST, [manifestId])).map(toRow);
}

export const INBOX_LIMIT = 200;

const PENDING = {
  name: "inbox_pending",
  text: `SELECT ${COLUMNS},
      (${mayApprove("o", "$1")}
        AND NOT EXISTS (SELECT 1 FROM decisions d WHERE d.operation_id = o.id AND d.user_id = $1
          AND d.verdict <> 'void')) AS for_me
    ${FROM} WHERE o.status = 'pending' AND o.expires_at > clock_timestamp()
    ORDER BY for_me DESC, ${RISK_ORDER}, o.expires_at, o.id LIMIT ${INBOX_LIMIT}`,
};

export interface PendingRow {
  row: OperationRow;
  /** The viewer could approve it and hasn't yet. */
  forMe: boolean;
}

export async function listPending(db: Executor, userId: string): Promise<PendingRow[]> {
  const rows = await db.query<Row & { for_me: boolean }>(PENDING, [userId]);
  return rows.map((row) => ({ row: toRow(row), forMe: row.for_me }));
}

const RUNNING = {
  name: "inbox_running",
  text: `SELECT ${COLUMNS} ${FROM} WHERE g.status IN ('issued', 'claimed')
      AND CASE g.status WHEN 'issued' THEN g.expires_at ELSE g.report_by END > clock_timestamp()
    ORDER BY g.issued_at DESC LIMIT ${INBOX_LIMIT}`,
};

export async function listRunning(db: Executor): Promise<OperationRow[]> {
  return (await db.query<Row>(RUNNING, [])).map(toRow);
}

const RECENT = {
  name: "inbox_recent",
  text: `SELECT ${COLUMNS} ${FROM}
    WHERE o.created_at > now() - interval '8 days' AND ${READS_AS} <> 'pending'
      AND coalesce(o.decided_at, o.expires_at) > now() - interval '24 hours'
      AND (g.status IS NULL OR g.status NOT IN ('issued', 'claimed')
        OR CASE g.status WHEN 'issued' THEN g.expires_at ELSE g.report_by END <= clock_timestamp())
    ORDER BY coalesce(o.decided_at, o.expires_at) DESC LIMIT 20`,
};

export async function listRecentlyDecided(db: Executor): Promise<OperationRow[]> {
  return (await db.query<Row>(RECENT, [])).map(toRow);
}

export interface HistoryQuery {
  status: OperationStatus | null;
  environment: string | null;
  risk: Risk | null;
  text: string | null;
  after: { createdAt: string; id: string } | null;
  limit: number;
}

const HISTORY = {
  name: "history",
  text: `SELECT ${COLUMNS} ${FROM}
    WHERE ($1::text IS NULL OR ${READS_AS} = $1)
      AND ($2::text IS NULL OR o.environment = $2)
      AND ($3::text IS NULL OR o.risk = $3)
      AND ($4::text IS NULL OR o.id = $4 OR position(lower($4) IN lower(
        o.action || ' ' || o.resource_id || ' ' || coalesce(o.resource_name, '') || ' ' || a.name)) > 0)
      AND ($5::timestamptz IS NULL OR (o.created_at, o.id) < ($5, $6))
    ORDER BY o.created_at DESC, o.id DESC LIMIT $7`,
};

export async function listHistory(db: Executor, query: HistoryQuery): Promise<OperationRow[]> {
  const rows = await db.query<Row>(HISTORY, [
    query.status,
    query.environment,
    query.risk,
    query.text,
    query.after?.createdAt ?? null,
    query.after?.id ?? null,
    query.limit,
  ]);
  return rows.map(toRow);
}

const WATERMARK = {
  name: "operations_watermark",
  text: `SELECT coalesce(max(seq), 0)::text AS seq FROM audit_events`,
};

/** Moves whenever anything is written: what a live page compares, once a second, to know that it is old. */
export async function readWatermark(db: Executor): Promise<string> {
  const [row] = await db.query<{ seq: string }>(WATERMARK, []);
  return row?.seq ?? "0";
}
