import type { AuditEntry } from "@/lib/audit/entry";
import { appendAudit } from "./audit";
import type { Database, Executor } from "./database";

/** A mail that this worker holds until its lease ends. */
export interface ClaimedMail {
  readonly id: string;
  readonly kind: string;
  readonly recipient: string;
  readonly payload: Readonly<Record<string, unknown>>;
  readonly operationId: string | null;
  /** How often it was claimed, this time included; who holds a later claim holds the mail. */
  readonly attempts: number;
  /** It was found to be one of few, or goes out in any case. */
  readonly admitted: boolean;
}

/**
 * A claim is a lease: `available_at` moves ahead, so that a mail whose worker died comes up again.
 *
 *   due ──claim──► leased ──► sent | dead | due again (later, or when the lease ends)
 */
const CLAIM = {
  name: "outbox_claim",
  text: `UPDATE outbox o SET attempts = o.attempts + 1, available_at = now() + make_interval(secs => $2::int)
    WHERE o.id IN (SELECT id FROM outbox
      WHERE sent_at IS NULL AND dead_at IS NULL AND available_at <= now()
      ORDER BY available_at LIMIT $1 FOR UPDATE SKIP LOCKED)
    RETURNING o.id, o.kind, o.recipient, o.payload, o.operation_id, o.attempts,
      o.admitted_at IS NOT NULL AS admitted`,
};

/** Up to `limit` due mails, each to one worker only, for `lease_s` seconds. */
export async function claimMails(
  db: Executor,
  { limit, lease_s }: { limit: number; lease_s: number },
): Promise<ClaimedMail[]> {
  const rows = await db.query<{
    id: string;
    kind: string;
    recipient: string;
    payload: Record<string, unknown>;
    operation_id: string | null;
    attempts: number;
    admitted: boolean;
  }>(CLAIM, [limit, lease_s]);
  return rows.map(({ operation_id, ...row }) => ({ ...row, operationId: operation_id }));
}

/** Only who holds the latest claim may write, and only once. Links in a payload are forgotten with it. */
export const HELD = `WHERE id = $1 AND attempts = $2 AND sent_at IS NULL AND dead_at IS NULL`;
const END = {
  sent: {
    name: "outbox_sent",
    text: `UPDATE outbox SET sent_at = now(), payload = '{}', last_error = $3 ${HELD} RETURNING id`,
  },
  dead: {
    name: "outbox_dead",
    text: `UPDATE outbox SET dead_at = now(), payload = '{}', last_error = $3 ${HELD} RETURNING id`,
  },
};

/** Ends a mail, with its audit event where there is one. False: another worker has it by now. */
export function endMail(
  db: Database,
  mail: ClaimedMail,
  end: { as: "sent" | "dead"; note: string | null; entry: AuditEntry | null },
): Promise<boolean> {
  return db.transaction(async (tx) => {
    const rows = await tx.query(END[end.as], [mail.id, mail.attempts, end.note]);
    if (rows.length === 0) return false;
    if (end.entry) await appendAudit(tx, end.entry);
    return true;
  });
}

const POSTPONE = {
  name: "outbox_postpone",
  text: `UPDATE outbox SET available_at = now() + make_interval(secs => $3::double precision), last_error = $4 ${HELD}`,
};

/** Makes a mail due again after `delay_s` seconds. */
export async function postponeMail(
  db: Executor,
  mail: ClaimedMail,
  { delay_s, error }: { delay_s: number; error: string },
): Promise<void> {
  await db.query(POSTPONE, [mail.id, mail.attempts, delay_s, error]);
}
