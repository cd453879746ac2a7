import type { NewPasskey, StoredPasskey } from "@/lib/core/passkey";
import type { Executor } from "./database";
import { sessionLives } from "./sessions";

interface PasskeyRow {
  id: string;
  user_id: string;
  public_key: Buffer;
  counter: string;
  transports: string[];
  device_type: "singleDevice" | "multiDevice";
  backed_up: boolean;
  name: string;
  created_at: Date;
  last_used_at: Date | null;
}

export interface ListedPasskey {
  id: string;
  name: string;
  transports: string[];
  backedUp: boolean;
  createdAt: Date;
  lastUsedAt: Date | null;
}

const INSERT = {
  name: "passkey_insert",
  text: `INSERT INTO passkeys (id, user_id, public_key, counter, transports, device_type, backed_up, name)
    SELECT $1, u.id, $3, $4, $5, $6, $7, $8 FROM users u WHERE u.id = $2 AND u.status = 'active'
    ON CONFLICT (id) DO NOTHING RETURNING id`,
};

/** False where the credential is known already. */
export async function insertPasskey(
  db: Executor,
  passkey: NewPasskey & { userId: string; name: string },
): Promise<boolean> {
  const rows = await db.query(INSERT, [
    passkey.id,
    passkey.userId,
    Buffer.from(passkey.publicKey),
    passkey.counter,
    passkey.transports,
    passkey.deviceType,
    passkey.backedUp,
    passkey.name,
  ]);
  return rows.length === 1;
}

/** As long as it takes to find one's way to the settings. */
const FRESH_S = 15 * 60;
const MAY_CHANGE = {
  name: "passkeys_may_change",
  text: `SELECT s.id FROM sessions s JOIN users u ON u.id = s.user_id
    WHERE s.id = $1 AND u.id = $2 AND u.status = 'active'
      AND s.revoked_at IS NULL AND s.expires_at > clock_timestamp()
      AND ($3::boolean OR NOT EXISTS (SELECT 1 FROM passkeys p WHERE p.user_id = u.id)
        OR (s.method IN ('passkey', 'recovery_code', 'link', 'setup')
          AND s.created_at > clock_timestamp() - make_interval(secs => ${FRESH_S})))
    FOR SHARE OF s`,
};

/**
 * Whether the session may add and remove passkeys: one was touched for it, or there is none to touch, or
 * it has only just begun by one or by what stands in for a lost one. Reading the mail or a stolen cookie
 * isn't enough. With the person's row locked, it stays true until the transaction ends.
 */
export async function mayChangePasskeys(
  db: Executor,
  asked: { userId: string; sessionId: string; touched: boolean },
): Promise<boolean> {
  const values = [asked.sessionId, asked.userId, asked.touched];
  return (await db.query(MAY_CHANGE, values)).length === 1;
}

const FIND = { name: "passkey_find", text: `SELECT * FROM passkeys WHERE id = $1` };

export async function findPasskey(db: Executor, id: string): Promise<StoredPasskey | null> {
  const [row] = await db.query<PasskeyRow>(FIND, [id]);
  if (!row) return null;
  return {
    id: row.id,
    userId: row.user_id,
    publicKey: new Uint8Array(row.public_key),
    counter: Number(row.counter),
    transports: row.transports,
    deviceType: row.device_type,
    backedUp: row.backed_up,
  };
}

const USE = {
  name: "passkey_use",
  text: `UPDATE passkeys SET counter = $2, backed_up = $3, last_used_at = clock_timestamp()
    WHERE id = $1 AND (counter < $2 OR (counter = 0 AND $2 = 0)) RETURNING id`,
};

/** False where the counter didn't grow (WebAuthn §6.1.1): an older answer, or a copied authenticator. */
export async function notePasskeyUse(
  db: Executor,
  use: { id: string; counter: number; backedUp: boolean },
): Promise<boolean> {
  return (await db.query(USE, [use.id, use.counter, use.backedUp])).length === 1;
}

const LIST = { text: `SELECT * FROM passkeys WHERE user_id = $1 ORDER BY created_at, id` };

export async function listPasskeys(db: Executor, userId: string): Promise<ListedPasskey[]> {
  const rows = await db.query<PasskeyRow>(LIST, [userId]);
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    transports: row.transports,
    backedUp: row.backed_up,
    createdAt: row.created_at,
    lastUsedAt: row.last_used_at,
  }));
}

const DELETE = { text: `DELETE FROM passkeys WHERE id = $1 AND user_id = $2 RETURNING id` };

export async function deletePasskey(db: Executor, id: string, userId: string): Promise<boolean> {
  return (await db.query(DELETE, [id, userId])).length === 1;
}

const RENAME = {
  text: `UPDATE passkeys SET name = $3
    WHERE id = $1 AND user_id = $2 AND ${sessionLives("$4", "$2")} RETURNING id`,
};

export async function renamePasskey(
  db: Executor,
  passkey: { id: string; name: string },
  by: { userId: string; sessionId: string },
): Promise<boolean> {
  const values = [passkey.id, by.userId, passkey.name, by.sessionId];
  return (await db.query(RENAME, values)).length === 1;
}
