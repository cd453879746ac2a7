import type { Executor } from "./database";
import { isMember } from "./eligibility";

const LOCK_PERSON = {
  name: "person_lock",
  text: `SELECT id FROM users WHERE id = $1 FOR NO KEY UPDATE`,
};

/**
 * Waits for what the person is deciding, and holds back what they decide next, until the transaction's
 * end. Before a change of their standing that isn't in their own row.
 */
export async function lockPerson(tx: Executor, userId: string): Promise<void> {
  await tx.query(LOCK_PERSON, [userId]);
}

// In order, so that two who void never wait for each other; past the wait the row is read again.
const LOCK = {
  name: "void_lock",
  text: `SELECT o.id FROM operations o JOIN decisions d ON d.operation_id = o.id
    WHERE d.user_id = $1 AND d.verdict = 'approve' AND o.status = 'pending' AND NOT ${isMember("o", "$1")}
    ORDER BY o.id FOR UPDATE OF o`,
};
const VOID = {
  name: "void_approvals",
  text: `WITH voided AS (
    UPDATE decisions SET verdict = 'void'
    WHERE user_id = $1 AND verdict = 'approve' AND operation_id = ANY($2::text[])
    RETURNING id, operation_id
  ), counted AS (
    UPDATE operations o SET approvals_received = o.approvals_received - 1, version = o.version + 1
    FROM voided v WHERE o.id = v.operation_id
  ) SELECT id, operation_id FROM voided ORDER BY operation_id`,
};

export interface VoidedApproval {
  id: string;
  operation_id: string;
}

/**
 * Takes the person's approvals out of every operation that is still open and that they may no longer
 * decide. The row stays, as evidence. With the person's own row locked.
 */
export async function voidOpenApprovals(tx: Executor, userId: string): Promise<VoidedApproval[]> {
  const open = await tx.query<{ id: string }>(LOCK, [userId]);
  if (open.length === 0) return [];
  return tx.query<VoidedApproval>(VOID, [userId, open.map(({ id }) => id)]);
}
