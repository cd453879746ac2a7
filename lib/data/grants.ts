import type { AuditEntry } from "@/lib/audit/entry";
import type { GrantStatus, Outcome } from "@/lib/core/operation";
import { AUDIT_COLUMNS, auditParameters, auditValues } from "./audit";
import type { Executor } from "./database";
import { approvalsStand } from "./eligibility";
import { freezeOver, heldAsSeen, type HoldingFreeze } from "./freezes";

export interface NewGrant {
  id: string;
  operationId: string;
  enforcementPointId: string;
  audience: string;
  operationDigest: string;
  shownDigest: string;
  policyDigest: string;
  proofJkt: string | null;
  kid: string;
  token: string;
  notBefore: Date;
  expiresAt: Date;
}

const INSERT = {
  name: "grant_insert",
  text: `INSERT INTO grants (id, operation_id, enforcement_point_id, audience, operation_digest, shown_digest,
      policy_digest, proof_jkt, kid, token, not_before, expires_at, issued_at, status)
    SELECT $1, o.id, $3, $4, $5, $6, $7, $8, $9, $10, $11::timestamptz, $12::timestamptz, clock_timestamp(),
      CASE WHEN a.canary THEN 'revoked' ELSE 'issued' END
    FROM operations o JOIN agents a ON a.id = o.agent_id WHERE o.id = $2
    RETURNING status`,
};

/** A canary's is revoked from its first instant: `withheld`. */
export async function insertGrant(tx: Executor, g: NewGrant): Promise<{ withheld: boolean }> {
  const [row] = await tx.query<{ status: GrantStatus }>(INSERT, [
    g.id,
    g.operationId,
    g.enforcementPointId,
    g.audience,
    g.operationDigest,
    g.shownDigest,
    g.policyDigest,
    g.proofJkt,
    g.kid,
    g.token,
    g.notBefore,
    g.expiresAt,
  ]);
  if (!row) throw new Error("a grant was asked for an operation that isn't there");
  return { withheld: row.status === "revoked" };
}

export interface ClaimInput {
  grantId: string;
  redemptionId: string;
  apiKeyId: string;
  enforcementPointId: string;
  audience: string;
  operationDigest: string;
  startWindow_s: number;
  reportWindow_s: number;
  /** The policy that was asked whether this may still run; 0: the built-in rule. */
  policyVersion: number;
  /** The proof that was verified, where the grant is bound to a key. */
  proof: { jkt: string; jti: string; expiresAt: Date } | null;
}

export interface Claimed {
  operationId: string;
  startBefore: Date;
  reportBy: Date;
}

const FIRST_AUDIT_PARAMETER = 11;

const KEY_LIVES = (apiKey: string, enforcementPoint: string) => `EXISTS (
  SELECT 1 FROM api_keys k JOIN enforcement_points p ON p.id = k.enforcement_point_id
  WHERE k.id = ${apiKey} AND p.id = ${enforcementPoint} AND p.disabled_at IS NULL
    AND k.revoked_at IS NULL AND k.expires_at > clock_timestamp())`;

/** Who is shut out gets nothing done any more by what was permitted before. */
const agentIsShutOut = (o: string) => `EXISTS (
  SELECT 1 FROM agents ca WHERE ca.id = ${o}.agent_id AND ca.disabled_at IS NOT NULL)`;

/**
 * The one UPDATE that decides a redemption. Its WHERE holds state, audience, digest, proof key, time on
 * the database's clock, freeze, the policy, and that the key, the agent and every approval still stand: so exactly one
 * of any number of redeemers wins, and a wrong party can't burn the grant. The proof's jti is spent in the same
 * statement; used twice, its primary key fails the whole.
 */
const CLAIM = {
  name: "grant_claim",
  text: `WITH claimed AS (
    UPDATE grants g SET status = 'claimed', redemption_id = $2::uuid, claimed_by = $3,
      claimed_at = t.at, start_before = t.at + make_interval(secs => $7::int),
      report_by = t.at + make_interval(secs => $8::int)
    FROM operations o
    CROSS JOIN LATERAL ${heldAsSeen("o.environment_id", "$22")} AS held
    CROSS JOIN (SELECT date_trunc('milliseconds', clock_timestamp()) AS at) t
    WHERE g.id = $1 AND o.id = g.operation_id
      AND g.status = 'issued' AND o.status = 'approved'
      AND g.enforcement_point_id = $4 AND g.audience = $5 AND g.operation_digest = $6
      AND g.proof_jkt IS NOT DISTINCT FROM $9
      AND g.not_before <= clock_timestamp() AND g.expires_at > clock_timestamp()
      AND ${KEY_LIVES("$3", "$4")}
      AND NOT ${agentIsShutOut("o")}
      AND ${approvalsStand("o")}
    RETURNING g.operation_id, g.start_before, g.report_by
  ), moved AS (
    UPDATE operations o SET version = o.version + 1 FROM claimed c WHERE o.id = c.operation_id
  ), proof AS (
    INSERT INTO proof_uses (jkt, jti, expires_at)
    SELECT $9, $10, $21::timestamptz FROM claimed WHERE $9::text IS NOT NULL
  ), event AS (
    INSERT INTO audit_events (${AUDIT_COLUMNS}) SELECT ${auditParameters(FIRST_AUDIT_PARAMETER)} FROM claimed
  )
  SELECT operation_id, start_before, report_by FROM claimed`,
};

/** Null when the WHERE didn't hold; a spent proof violates `proof_uses_pkey`. */
export async function claimGrant(
  db: Executor,
  c: ClaimInput,
  entry: AuditEntry,
): Promise<Claimed | null> {
  const [row] = await db.query<{ operation_id: string; start_before: Date; report_by: Date }>(
    CLAIM,
    [
      c.grantId,
      c.redemptionId,
      c.apiKeyId,
      c.enforcementPointId,
      c.audience,
      c.operationDigest,
      c.startWindow_s,
      c.reportWindow_s,
      c.proof?.jkt ?? null,
      c.proof?.jti ?? null,
      ...auditValues(entry),
      c.proof?.expiresAt ?? null,
      c.policyVersion,
    ],
  );
  return row
    ? { operationId: row.operation_id, startBefore: row.start_before, reportBy: row.report_by }
    : null;
}

const LIVES = {
  name: "enforcement_key_lives",
  text: `SELECT ${KEY_LIVES("$1", "$2")} AS lives`,
};

export async function enforcementKeyLives(
  db: Executor,
  actor: { apiKeyId: string; enforcementPointId: string },
): Promise<boolean> {
  const values = [actor.apiKeyId, actor.enforcementPointId];
  return (await db.query<{ lives: boolean }>(LIVES, values))[0]?.lives === true;
}

/** A grant as a refusal or a replay needs it. */
export interface GrantRecord {
  id: string;
  operationId: string;
  enforcementPointId: string;
  audience: string;
  status: GrantStatus;
  operationDigest: string;
  proofJkt: string | null;
  notBefore: Date;
  expiresAt: Date;
  redemptionId: string | null;
  startBefore: Date | null;
  reportBy: Date | null;
  outcome: Outcome | null;
  resultDigest: string | null;
  reportedAt: Date | null;
  operationStatus: string;
  frozen: HoldingFreeze | null;
  environmentName: string;
  approvalsStand: boolean;
  agentIsShutOut: boolean;
  policyVersionNow: number | null;
  now: Date;
}

const SELECT = `SELECT g.id, g.operation_id, g.enforcement_point_id, g.audience, g.status, g.operation_digest,
    g.proof_jkt, g.not_before, g.expires_at, g.redemption_id, g.start_before, g.report_by, g.outcome,
    g.result_digest, g.reported_at, o.status AS operation_status, ${freezeOver("e")} AS frozen, e.name AS environment_name,
    ${approvalsStand("o")} AS approvals_stand, ${agentIsShutOut("o")} AS agent_is_shut_out,
    (SELECT coalesce(i.policy_version, 0) FROM installation i) AS policy_version_now, clock_timestamp() AS now
  FROM grants g JOIN operations o ON o.id = g.operation_id JOIN environments e ON e.id = o.environment_id`;

interface GrantRow {
  id: string;
  operation_id: string;
  enforcement_point_id: string;
  audience: string;
  status: GrantStatus;
  operation_digest: string;
  proof_jkt: string | null;
  not_before: Date;
  expires_at: Date;
  redemption_id: string | null;
  start_before: Date | null;
  report_by: Date | null;
  outcome: Outcome | null;
  result_digest: string | null;
  reported_at: Date | null;
  operation_status: string;
  frozen: HoldingFreeze | null;
  environment_name: string;
  approvals_stand: boolean;
  agent_is_shut_out: boolean;
  policy_version_now: number | null;
  now: Date;
}

const toRecord = (row: GrantRow | undefined): GrantRecord | null =>
  row
    ? {
        id: row.id,
        operationId: row.operation_id,
        enforcementPointId: row.enforcement_point_id,
        audience: row.audience,
        status: row.status,
        operationDigest: row.operation_digest,
        proofJkt: row.proof_jkt,
        notBefore: row.not_before,
        expiresAt: row.expires_at,
        redemptionId: row.redemption_id,
        startBefore: row.start_before,
        reportBy: row.report_by,
        outcome: row.outcome,
        resultDigest: row.result_digest,
        reportedAt: row.reported_at,
        operationStatus: row.operation_status,
        frozen: row.frozen,
        environmentName: row.environment_name,
        approvalsStand: row.approvals_stand,
        agentIsShutOut: row.agent_is_shut_out,
        policyVersionNow: row.policy_version_now,
        now: row.now,
      }
    : null;

const FIND = { name: "grant_find", text: `${SELECT} WHERE g.id = $1` };

export async function findGrant(db: Executor, grantId: string): Promise<GrantRecord | null> {
  const [row] = await db.query<GrantRow>(FIND, [grantId]);
  return toRecord(row);
}

const FIND_REDEMPTION = {
  name: "grant_find_redemption",
  text: `${SELECT} WHERE g.enforcement_point_id = $1 AND g.redemption_id = $2::uuid`,
};

export async function findRedemption(
  db: Executor,
  enforcementPointId: string,
  redemptionId: string,
): Promise<GrantRecord | null> {
  const [row] = await db.query<GrantRow>(FIND_REDEMPTION, [enforcementPointId, redemptionId]);
  return toRecord(row);
}

const REPORT = {
  name: "grant_report",
  text: `WITH reported AS (
    UPDATE grants g SET status = $3, outcome = $4, detail = $5, actual = $6::jsonb, result_digest = $7,
      reported_at = date_trunc('milliseconds', clock_timestamp())
    WHERE g.enforcement_point_id = $1 AND g.redemption_id = $2::uuid
      AND (g.status = 'claimed' OR (g.status = 'unknown' AND g.outcome IS NULL))
    RETURNING g.id, g.operation_id, g.reported_at
  ), moved AS (
    UPDATE operations o SET version = o.version + 1 FROM reported r WHERE o.id = r.operation_id
  ), event AS (
    INSERT INTO audit_events (${AUDIT_COLUMNS}) SELECT ${auditParameters(8)} FROM reported
  )
  SELECT id, operation_id, reported_at FROM reported`,
};

/** Writes the first result; null when one was written before. A late result replaces silence only. */
export async function reportGrant(
  db: Executor,
  r: {
    enforcementPointId: string;
    redemptionId: string;
    status: GrantStatus;
    outcome: Outcome;
    detail: string | null;
    actual: Record<string, unknown> | null;
    resultDigest: string;
  },
  entry: AuditEntry,
): Promise<{ grantId: string; operationId: string; reportedAt: Date } | null> {
  const [row] = await db.query<{ id: string; operation_id: string; reported_at: Date }>(REPORT, [
    r.enforcementPointId,
    r.redemptionId,
    r.status,
    r.outcome,
    r.detail,
    r.actual === null ? null : JSON.stringify(r.actual),
    r.resultDigest,
    ...auditValues(entry),
  ]);
  return row
    ? { grantId: row.id, operationId: row.operation_id, reportedAt: row.reported_at }
    : null;
}
