import type { SignInMethod } from "@/lib/core/actor";
import type { DecisionEvidence, Verdict } from "@/lib/core/operation";
import type { Executor } from "./database";
import { approvalsStand, isMember, mayApprove } from "./eligibility";
import { sessionLives } from "./sessions";

/** A verdict as it is written down. */
export interface NewDecision {
  id: string;
  operationId: string;
  userId: string;
  sessionId: string;
  verdict: Verdict;
  comment: string;
  operationDigest: string;
  shownDigest: string;
  method: SignInMethod;
  /** The passkey's own word on it; null where none was demanded. */
  evidence: DecisionEvidence | null;
}

/** What a guarded write left behind; null where its WHERE found nothing to change. */
export interface Moved {
  status: "pending" | "approved" | "denied" | "cancelled" | "expired";
  approvalsReceived: number;
  decidedAt: Date | null;
}

interface MovedRow {
  status: Moved["status"];
  approvals_received: number;
  decided_at: Date | null;
}
const toMoved = (row: MovedRow | undefined): Moved | null =>
  row
    ? { status: row.status, approvalsReceived: row.approvals_received, decidedAt: row.decided_at }
    : null;

const OPEN = `o.status = 'pending' AND o.expires_at > clock_timestamp()`;
const SESSION_LIVES = sessionLives("$4", "$2");
const RETURNING = `RETURNING o.status, o.approvals_received, o.decided_at`;

/**
 * Locks the row, so that approvers come one after the other. Whether the quorum is filled is asked
 * afterwards, by a statement of its own that sees what every one before this has written.
 */
const APPROVE = {
  name: "operation_approve",
  text: `UPDATE operations o SET approvals_received = o.approvals_received + 1, version = o.version + 1
    WHERE o.id = $1 AND ${OPEN} AND o.operation_digest = $3 AND ${SESSION_LIVES}
      AND ${mayApprove("o", "$2")}
      AND NOT EXISTS (SELECT 1 FROM decisions d WHERE d.operation_id = o.id AND d.user_id = $2
        AND d.verdict <> 'void')
    ${RETURNING}`,
};

// One instant is judged and written: what was in time by the one clock_timestamp() and late by the next
// would be an approval after its end. The row is held already, so no wait comes between.
const COMPLETE = {
  name: "operation_complete",
  text: `UPDATE operations o SET status = 'approved', decided_at = t.at
    FROM (SELECT clock_timestamp() AS at) t
    WHERE o.id = $1 AND o.status = 'pending' AND o.expires_at > t.at AND ${approvalsStand("o")} ${RETURNING}`,
};

/** Approves it where the quorum is filled at this instant; the caller holds the row by its own approval. */
export async function moveToApproved(tx: Executor, operationId: string): Promise<Moved | null> {
  const [row] = await tx.query<MovedRow>(COMPLETE, [operationId]);
  return toMoved(row);
}

// A suspension or a change of role waits for the verdict, or the verdict for it: the log has their order.
const HOLD = {
  name: "decider_hold",
  text: `SELECT 1 AS held FROM users u WHERE u.id = $1 AND u.status = 'active' FOR SHARE`,
};

/** False for who isn't active; otherwise they stay so until the transaction ends. */
export async function holdDecider(tx: Executor, userId: string): Promise<boolean> {
  return (await tx.query(HOLD, [userId])).length === 1;
}

const DENY = {
  name: "operation_deny",
  text: `UPDATE operations o SET status = 'denied', version = o.version + 1,
      decided_at = clock_timestamp(), decision_reason = nullif($5, '')
    WHERE o.id = $1 AND ${OPEN} AND o.operation_digest = $3 AND ${SESSION_LIVES}
      AND ${isMember("o", "$2")}
    ${RETURNING}`,
};

/** Writes the verdict where every rule holds at this instant. */
export async function moveByVerdict(tx: Executor, decision: NewDecision): Promise<Moved | null> {
  const values = [
    decision.operationId,
    decision.userId,
    decision.operationDigest,
    decision.sessionId,
  ];
  const [row] =
    decision.verdict === "approve"
      ? await tx.query<MovedRow>(APPROVE, values)
      : await tx.query<MovedRow>(DENY, [...values, decision.comment]);
  return toMoved(row);
}

// Who approved first and then denies changes their mind: the row says what they said last.
const RECORD = {
  name: "decision_record",
  text: `INSERT INTO decisions (id, operation_id, user_id, session_id, verdict, comment,
      operation_digest, shown_digest, method, evidence, decided_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10::jsonb, clock_timestamp())
    ON CONFLICT (operation_id, user_id) DO UPDATE SET verdict = excluded.verdict,
      comment = excluded.comment, session_id = excluded.session_id,
      shown_digest = excluded.shown_digest, method = excluded.method, evidence = excluded.evidence,
      decided_at = excluded.decided_at
    WHERE decisions.verdict = 'void' OR (decisions.verdict = 'approve' AND excluded.verdict = 'deny')
    RETURNING id`,
};

/**
 * False where this person's verdict is counted already. The UPDATE before can't always tell: after it
 * has waited for the row, it still sees the decisions as they were when it began (READ COMMITTED
 * re-reads the locked row only). The unique index can, so the caller rolls back.
 */
export async function recordDecision(tx: Executor, d: NewDecision): Promise<boolean> {
  const rows = await tx.query(RECORD, [
    d.id,
    d.operationId,
    d.userId,
    d.sessionId,
    d.verdict,
    d.comment,
    d.operationDigest,
    d.shownDigest,
    d.method,
    d.evidence === null ? null : JSON.stringify(d.evidence),
  ]);
  return rows.length === 1;
}

const DENY_BY_POLICY = {
  name: "operation_deny_by_policy",
  text: `UPDATE operations o SET status = 'denied', version = o.version + 1,
      decided_at = clock_timestamp(), decision_reason = $2
    WHERE o.id = $1 AND ${OPEN} ${RETURNING}`,
};

/** What the policy denies on what is known by now. */
export async function moveToDenied(
  tx: Executor,
  operationId: string,
  reason: string,
): Promise<Moved | null> {
  const [row] = await tx.query<MovedRow>(DENY_BY_POLICY, [operationId, reason]);
  return toMoved(row);
}

const CANCEL = {
  name: "operation_cancel",
  text: `UPDATE operations o SET status = 'cancelled', version = o.version + 1, decided_at = clock_timestamp()
    WHERE o.id = $1 AND o.agent_id = $2 AND ${OPEN} ${RETURNING}`,
};

export async function moveToCancelled(
  tx: Executor,
  operationId: string,
  agentId: string,
): Promise<Moved | null> {
  const [row] = await tx.query<MovedRow>(CANCEL, [operationId, agentId]);
  return toMoved(row);
}

const SEE = {
  name: "operation_see",
  text: `WITH opened AS (
    INSERT INTO operation_views (operation_id, user_id, first_opened_at)
    SELECT o.id, $2, clock_timestamp() FROM operations o
    WHERE o.id = $1 AND ${OPEN} AND ${sessionLives("$3", "$2")}
    ON CONFLICT DO NOTHING
  )
  UPDATE operations o SET first_seen_at = clock_timestamp()
    WHERE o.id = $1 AND o.first_seen_at IS NULL AND ${OPEN} AND ${sessionLives("$3", "$2")} RETURNING o.id`,
};

/**
 * Notes when this reviewer first opened it; true for the first of all. Not a change that an agent sees:
 * the version stays.
 */
export async function moveToSeen(
  tx: Executor,
  operationId: string,
  by: { userId: string; sessionId: string },
): Promise<boolean> {
  return (await tx.query(SEE, [operationId, by.userId, by.sessionId])).length === 1;
}
