import type { Executor } from "./database";

/** Mails to one address within an hour: more is someone else's doing, or a mailbox that doesn't work. */
export const MAILS_PER_HOUR_MAX = 5;

// The lock makes the count and the insert one step per address.
const LOCK = {
  name: "mail_token_lock",
  text: `SELECT pg_advisory_xact_lock(hashtextextended('mail_token:' || $1, 0))`,
};
const INSERT = {
  name: "mail_token_insert",
  text: `INSERT INTO verification_tokens (identifier, token_hash, browser_hash, expires_at)
    SELECT $1, $2, $3, $4 WHERE (SELECT count(*) FROM verification_tokens
      WHERE identifier = $1 AND created_at > clock_timestamp() - interval '1 hour') < ${MAILS_PER_HOUR_MAX}
    RETURNING identifier`,
};

/** False where the address has had its mails for this hour. In a transaction. */
export async function insertMailToken(
  tx: Executor,
  token: { email: string; tokenHash: string; browserHash: string; expiresAt: Date },
): Promise<boolean> {
  await tx.query(LOCK, [token.email]);
  const values = [token.email, token.tokenHash, token.browserHash, token.expiresAt.toISOString()];
  return (await tx.query(INSERT, values)).length === 1;
}

const FITS = `token_hash = $1 AND browser_hash = $2 AND expires_at > clock_timestamp()`;
const PEEK = {
  name: "mail_token_peek",
  text: `SELECT identifier FROM verification_tokens WHERE ${FITS}`,
};
const TAKE = {
  name: "mail_token_take",
  text: `UPDATE verification_tokens SET expires_at = clock_timestamp()
    WHERE ${FITS} AND identifier = $3 RETURNING created_at`,
};

/** Whose token this is, for the browser that asked for it; changes nothing. */
export async function peekMailToken(
  db: Executor,
  tokenHash: string,
  browserHash: string,
): Promise<string | null> {
  const [row] = await db.query<{ identifier: string }>(PEEK, [tokenHash, browserHash]);
  return row?.identifier ?? null;
}

/** True once: the row stays, past its time, so that it still counts against the hour's limit. */
export async function takeMailToken(
  db: Executor,
  token: { email: string; tokenHash: string; browserHash: string },
): Promise<boolean> {
  const values = [token.tokenHash, token.browserHash, token.email];
  return (await db.query(TAKE, values)).length === 1;
}
