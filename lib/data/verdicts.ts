import type { SignInMethod } from "@/lib/core/actor";
import type { Verdict } from "@/lib/core/operation";
import type { Executor } from "./database";
import { isMember, isSelf } from "./eligibility";

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
const SESSION_LIVES = `EXISTS (SELECT 1 FROM sessions ss WHERE ss.id = $4 AND ss.user_id = $2
  AND ss.revoked_at IS NULL AND ss.expires_at > clock_timestamp())`;
const RETURNING = `RETURNING o.status, o.approvals_received, o.decided_at`;

/**
 * The row lock serialises approvers, and the counter is in the row: two who approve at the same
 * instant are counted one after the other, and the last one needed moves the state.
 */
const APPROVE = {
  name: "operation_approve",
  text: `UPDATE operations o SET
      approvals_received = o.approvals_received + 1,
      version = o.version + 1,
      status = CASE WHEN o.approvals_received + 1 >= o.approvals_required THEN 'approved' ELSE 'pending' END,
      decided_at = CASE WHEN o.approvals_received + 1 >= o.approvals_required THEN clock_timestamp() END
    WHERE o.id = $1 AND ${OPEN} AND o.operation_digest = $3 AND ${SESSION_LIVES}
      AND ${isMember("o", "$2")} AND NOT ${isSelf("o", "$2")}
      AND NOT EXISTS (SELECT 1 FROM decisions d WHERE d.operation_id = o.id AND d.user_id = $2)
    ${RETURNING}`,
};

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
      operation_digest, shown_digest, method, decided_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, clock_timestamp())
    ON CONFLICT (operation_id, user_id) DO UPDATE SET verdict = excluded.verdict,
      comment = excluded.comment, session_id = excluded.session_id,
      shown_digest = excluded.shown_digest, method = excluded.method, decided_at = excluded.decided_at
    WHERE decisions.verdict = 'approve' AND excluded.verdict = 'deny'
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
  ]);
  return rows.length === 1;
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
  text: `UPDATE operations o SET first_seen_at = clock_timestamp()
    WHERE o.id = $1 AND o.first_seen_at IS NULL AND ${OPEN} RETURNING o.id`,
};

/** True for the first reviewer who opens it. Not a change that an agent sees: the version stays. */
export async function moveToSeen(tx: Executor, operationId: string): Promise<boolean> {
  return (await tx.query(SEE, [operationId])).length === 1;
}
