import type { Executor } from "./database";

/** Any number that nothing else in this database locks. */
const ADMINISTRATION_LOCK = 72707371;

const LOCK = { text: `SELECT pg_advisory_xact_lock(${ADMINISTRATION_LOCK})::text AS locked` };

/**
 * Administration happens one transaction after the other: rules over several rows, such as "an admin
 * remains", then hold without further locks. Held until the transaction's end.
 */
export async function lockAdministration(tx: Executor): Promise<void> {
  await tx.query(LOCK, []);
}

const person = (roles: string) => ({
  text: `SELECT 1 AS ok FROM users u JOIN sessions s ON s.user_id = u.id
    WHERE u.id = $1 AND u.status = 'active' AND u.role IN (${roles})
      AND s.id = $2 AND s.revoked_at IS NULL AND s.expires_at > clock_timestamp()`,
});
const ADMIN_PERSON = person(`'admin'`);
const DECIDING_PERSON = person(`'admin', 'reviewer'`);

/** Whether the person is an active admin and the session lives, at this instant. */
export async function isAdminSession(
  tx: Executor,
  userId: string,
  sessionId: string,
): Promise<boolean> {
  return (await tx.query(ADMIN_PERSON, [userId, sessionId])).length > 0;
}

/** Whether the person is active, of a role that decides, and the session lives, at this instant. */
export async function isDecidingSession(
  tx: Executor,
  userId: string,
  sessionId: string,
): Promise<boolean> {
  return (await tx.query(DECIDING_PERSON, [userId, sessionId])).length > 0;
}

const ADMIN_KEY = {
  text: `SELECT 1 AS ok FROM api_keys k LEFT JOIN users u ON u.id = k.creator_id
    WHERE k.id = $1 AND k.kind = 'admin' AND k.revoked_at IS NULL AND k.expires_at > clock_timestamp()
      AND (k.creator_id IS NULL OR (u.status = 'active' AND u.role = 'admin'))`,
};

/** Whether the key lives and, where a person made it, that person still is an admin. */
export async function isLiveAdminKey(tx: Executor, apiKeyId: string): Promise<boolean> {
  return (await tx.query(ADMIN_KEY, [apiKeyId])).length > 0;
}
