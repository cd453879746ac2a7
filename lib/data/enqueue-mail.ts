import { newId } from "@/lib/core/id";
import type { Executor } from "./database";

/** A mail to one person; `payload` is what its template needs. */
export type QueuedMail =
  | { kind: "sign_in"; recipient: string; payload: { url: string; expires_at: string } }
  | { kind: "invite"; recipient: string; payload: { url: string; invited_by: string } }
  | {
      kind: "recovery_code_used";
      recipient: string;
      payload: { url: string; at: string; left: number };
    }
  | { kind: "delegation"; recipient: string; payload: { delegation_id: string } };

const TO_RESPONSIBLE = {
  text: `INSERT INTO outbox (id, kind, recipient, payload)
    SELECT 'out_' || replace(gen_random_uuid()::text, '-', ''), 'frozen', p.email, $2::jsonb
    FROM (SELECT u.email FROM users u WHERE u.status = 'active' AND u.role = 'admin'
      UNION SELECT u.email FROM environments e JOIN reviewer_seats s ON s.group_id = e.group_id
        JOIN users u ON u.id = s.user_id WHERE $1::text IS NULL OR e.id = $1) p`,
};

/** Tells reviewers and admins that nothing runs there, by whom and why; null: nothing runs anywhere. */
export async function mailFrozen(
  tx: Executor,
  frozen: { environmentId: string | null; by: string; reason: string },
): Promise<void> {
  const { environmentId, by, reason } = frozen;
  const payload = { environment_id: environmentId, by, reason };
  await tx.query(TO_RESPONSIBLE, [environmentId, JSON.stringify(payload)]);
}

const TO_ADMINS = {
  text: `INSERT INTO outbox (id, kind, recipient, payload)
    SELECT 'out_' || replace(gen_random_uuid()::text, '-', ''), 'bounced', u.email, $2::jsonb
    FROM users u WHERE u.status = 'active' AND u.role = 'admin' AND u.id <> $1`,
};

/** Tells the other admins that somebody's mail comes back. */
export async function mailBounced(tx: Executor, userId: string): Promise<void> {
  await tx.query(TO_ADMINS, [userId, JSON.stringify({ user_id: userId })]);
}

const INSERT = {
  text: `INSERT INTO outbox (id, kind, recipient, payload) VALUES ($1, $2, $3, $4::jsonb)`,
};

/** Hands a mail to the outbox in the transaction of what it tells of. */
export async function enqueueMail(tx: Executor, mail: QueuedMail): Promise<void> {
  await tx.query(INSERT, [newId("out"), mail.kind, mail.recipient, JSON.stringify(mail.payload)]);
}
