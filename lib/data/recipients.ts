import type { Id } from "@/lib/core/id";
import type { MailSwitch } from "@/lib/core/mail-choice";
import type { Executor } from "./database";
import { sessionLives } from "./sessions";

/** Whom an address belongs to, as far as mail to it goes. */
export interface Recipient {
  readonly id: Id<"usr">;
  readonly muted: readonly MailSwitch[];
  readonly bounced: boolean;
}

const FIND = {
  name: "recipient",
  text: `SELECT id, muted_mails AS muted, mail_bounced_at IS NOT NULL AS bounced FROM users WHERE email = $1`,
};

export async function findRecipient(db: Executor, email: string): Promise<Recipient | null> {
  return (await db.query<Recipient>(FIND, [email]))[0] ?? null;
}

const MUTED = { text: `SELECT muted_mails AS muted FROM users WHERE id = $1` };

export async function listMuted(db: Executor, userId: string): Promise<readonly MailSwitch[]> {
  const [row] = await db.query<{ muted: MailSwitch[] }>(MUTED, [userId]);
  return row?.muted ?? [];
}

const SWITCH = {
  off: `UPDATE users SET muted_mails = array_append(muted_mails, $2)
    WHERE id = $1 AND NOT $2 = ANY (muted_mails)`,
  on: `UPDATE users SET muted_mails = array_remove(muted_mails, $2)
    WHERE id = $1 AND $2 = ANY (muted_mails)`,
};

/** For who is signed in. False where it is so already, or the session has ended. */
export async function switchMail(
  tx: Executor,
  change: { name: MailSwitch; to: "on" | "off" },
  by: { userId: string; sessionId: string },
): Promise<boolean> {
  const text = `${SWITCH[change.to]} AND ${sessionLives("$3", "$1")} RETURNING id`;
  return (await tx.query({ text }, [by.userId, change.name, by.sessionId])).length === 1;
}

/** For who has a mail's own link, which needs no session. False where it is so already. */
export async function muteByLink(
  tx: Executor,
  change: { userId: string; name: MailSwitch },
): Promise<boolean> {
  const text = `${SWITCH.off} RETURNING id`;
  return (await tx.query({ text }, [change.userId, change.name])).length === 1;
}

const BOUNCE = {
  text: `UPDATE users SET mail_bounced_at = clock_timestamp(), mail_bounce_reason = $2
    WHERE email = $1 AND mail_bounced_at IS NULL RETURNING id`,
};

/** Notes that mail to an address comes back; answers whose it is, the first time only. */
export async function markBounced(
  tx: Executor,
  email: string,
  reason: string,
): Promise<string | null> {
  return (await tx.query<{ id: string }>(BOUNCE, [email, reason]))[0]?.id ?? null;
}

const CLEAR = {
  text: `UPDATE users SET mail_bounced_at = NULL, mail_bounce_reason = NULL
    WHERE id = $1 AND mail_bounced_at IS NOT NULL RETURNING id`,
};

/** False where nothing was noted. */
export async function clearBounce(tx: Executor, userId: string): Promise<boolean> {
  return (await tx.query(CLEAR, [userId])).length === 1;
}

const BOUNCED = {
  text: `SELECT name, email, mail_bounce_reason AS reason FROM users WHERE id = $1 AND mail_bounced_at IS NOT NULL`,
};

/** Who and why; null where it has been cleared. */
export async function findBounced(
  db: Executor,
  userId: string,
): Promise<{ name: string; email: string; reason: string } | null> {
  const rows = await db.query<{ name: string; email: string; reason: string }>(BOUNCED, [userId]);
  return rows[0] ?? null;
}
