import type { Role, SignInMethod } from "@/lib/core/actor";
import type { Id } from "@/lib/core/id";
import type { LiveSession } from "@/lib/core/sign-in";
import type { Executor } from "./database";

/** Someone on call signs in about once a week, and a stolen cookie is worth a week at the very most. */
export const SESSION_ABSOLUTE_S = 7 * 24 * 3600;
/** A reviewer who looks in once a day stays signed in; a forgotten browser doesn't outlive its second day. */
export const SESSION_IDLE_S = 24 * 3600;
/** "Last seen" is written this often at most: reading a page isn't a write each time. */
const TOUCH_S = 60;

const LIVE = `s.revoked_at IS NULL AND s.expires_at > clock_timestamp()
  AND s.last_seen_at > clock_timestamp() - make_interval(secs => ${SESSION_IDLE_S})`;

/** For a write that needs a session which is alive at that instant. Who is suspended has none. */
export const sessionLives = (
  session: string,
  user: string,
) => `EXISTS (SELECT 1 FROM sessions ss WHERE ss.id = ${session} AND ss.user_id = ${user}
  AND ss.revoked_at IS NULL AND ss.expires_at > clock_timestamp())`;

const LIVES = { name: "session_lives", text: `SELECT ${sessionLives("$1", "$2")} AS lives` };

export async function isLiveSession(
  db: Executor,
  sessionId: string,
  userId: string,
): Promise<boolean> {
  const [row] = await db.query<{ lives: boolean }>(LIVES, [sessionId, userId]);
  return row?.lives === true;
}

const START = {
  name: "session_start",
  text: `INSERT INTO sessions (id, token_hash, user_id, method, user_agent, created_at, last_seen_at, expires_at)
    SELECT $1, $2, u.id, $4, $5, clock_timestamp(), clock_timestamp(),
      clock_timestamp() + make_interval(secs => ${SESSION_ABSOLUTE_S})
    FROM users u WHERE u.id = $3 AND u.status = 'active'
    RETURNING expires_at,
      NOT EXISTS (SELECT 1 FROM passkeys p WHERE p.user_id = $3)
      AND NOT EXISTS (SELECT 1 FROM sessions e WHERE e.user_id = $3) AS first_without_passkey`,
};

/** Null where the person is suspended or unknown: nobody else gets a session. */
export async function insertSession(
  db: Executor,
  session: {
    id: Id<"ses">;
    tokenHash: string;
    userId: string;
    method: SignInMethod;
    userAgent: string | null;
  },
): Promise<{ expiresAt: Date; firstWithoutPasskey: boolean } | null> {
  const [row] = await db.query<{ expires_at: Date; first_without_passkey: boolean }>(START, [
    session.id,
    session.tokenHash,
    session.userId,
    session.method,
    session.userAgent,
  ]);
  return row ? { expiresAt: row.expires_at, firstWithoutPasskey: row.first_without_passkey } : null;
}

const FIND = {
  name: "session_find",
  text: `SELECT s.id, s.method, s.expires_at, u.id AS user_id, u.email, u.name, u.role,
      s.last_seen_at < clock_timestamp() - make_interval(secs => ${TOUCH_S}) AS stale
    FROM sessions s JOIN users u ON u.id = s.user_id
    WHERE s.token_hash = $1 AND ${LIVE} AND u.status = 'active'`,
};
const TOUCH = {
  name: "session_touch",
  text: `UPDATE sessions s SET last_seen_at = clock_timestamp() WHERE s.id = $1 AND ${LIVE}`,
};

interface FoundRow {
  id: Id<"ses">;
  method: SignInMethod;
  expires_at: Date;
  user_id: Id<"usr">;
  email: string;
  name: string;
  role: Role;
  stale: boolean;
}

/** The live session behind a cookie's hash; notes that it was seen. */
export async function findSession(db: Executor, tokenHash: string): Promise<LiveSession | null> {
  const [row] = await db.query<FoundRow>(FIND, [tokenHash]);
  if (!row) return null;
  if (row.stale) await db.query(TOUCH, [row.id]);
  const account = { id: row.user_id, email: row.email, name: row.name, role: row.role };
  return { id: row.id, method: row.method, expiresAt: row.expires_at, account };
}

const REVOKE_BY_TOKEN = {
  name: "session_revoke_by_token",
  text: `UPDATE sessions SET revoked_at = clock_timestamp()
    WHERE token_hash = $1 AND revoked_at IS NULL RETURNING id`,
};
const REVOKE = {
  name: "session_revoke",
  text: `UPDATE sessions SET revoked_at = clock_timestamp()
    WHERE id = $1 AND user_id = $2 AND revoked_at IS NULL RETURNING id`,
};
const REVOKE_ALL = {
  name: "session_revoke_all",
  text: `UPDATE sessions SET revoked_at = clock_timestamp()
    WHERE user_id = $1 AND revoked_at IS NULL RETURNING id`,
};

/** The id of what was ended, or null where nothing was there to end. */
export async function revokeSessionByToken(
  db: Executor,
  tokenHash: string,
): Promise<string | null> {
  const [row] = await db.query<{ id: string }>(REVOKE_BY_TOKEN, [tokenHash]);
  return row?.id ?? null;
}

export async function revokeSession(db: Executor, id: string, userId: string): Promise<boolean> {
  return (await db.query(REVOKE, [id, userId])).length === 1;
}

export async function revokeSessionsOf(db: Executor, userId: string): Promise<string[]> {
  return (await db.query<{ id: string }>(REVOKE_ALL, [userId])).map((row) => row.id);
}

export interface ListedSession {
  id: Id<"ses">;
  method: SignInMethod;
  user_agent: string | null;
  created_at: Date;
  last_seen_at: Date;
  expires_at: Date;
}

const LIST = {
  text: `SELECT s.id, s.method, s.user_agent, s.created_at, s.last_seen_at, s.expires_at
    FROM sessions s WHERE s.user_id = $1 AND ${LIVE} ORDER BY s.last_seen_at DESC, s.id`,
};

export function listSessions(db: Executor, userId: string): Promise<ListedSession[]> {
  return db.query<ListedSession>(LIST, [userId]);
}
