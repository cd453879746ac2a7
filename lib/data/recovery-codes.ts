import type { Id } from "@/lib/core/id";
import type { Executor } from "./database";

const FORGET = {
  name: "recovery_codes_forget",
  text: `DELETE FROM recovery_codes WHERE user_id = $1`,
};
// A stolen session isn't enough to make oneself a way back in, where there is a passkey to ask for.
const INSERT = {
  name: "recovery_codes_insert",
  text: `INSERT INTO recovery_codes (code_hash, user_id)
    SELECT h, $1 FROM unnest($2::text[]) h WHERE EXISTS (
      SELECT 1 FROM sessions s JOIN users u ON u.id = s.user_id
      WHERE s.id = $3 AND u.id = $1 AND u.status = 'active'
        AND s.revoked_at IS NULL AND s.expires_at > clock_timestamp()
        AND (s.method = 'passkey' OR $4::boolean OR NOT EXISTS (SELECT 1 FROM passkeys p WHERE p.user_id = u.id)))
    RETURNING code_hash`,
};

/**
 * Puts these in place of all that the person had. False where the session may not: it wasn't begun by
 * passkey, and no passkey was touched for this. With the person's row locked.
 */
export async function replaceRecoveryCodes(
  tx: Executor,
  codes: { userId: string; sessionId: string; touched: boolean; hashes: readonly string[] },
): Promise<boolean> {
  const { userId, sessionId, touched, hashes } = codes;
  await tx.query(FORGET, [userId]);
  const rows = await tx.query(INSERT, [userId, hashes, sessionId, touched]);
  return rows.length === hashes.length;
}

const USE = {
  name: "recovery_code_use",
  text: `UPDATE recovery_codes c SET used_at = clock_timestamp() FROM users u
    WHERE c.code_hash = $1 AND u.id = c.user_id AND u.email = $2 AND c.used_at IS NULL
    RETURNING c.user_id`,
};

/** Whose code it was; once, and only beside the address that it was made for. */
export async function spendRecoveryCode(
  tx: Executor,
  used: { hash: string; email: string },
): Promise<Id<"usr"> | null> {
  const [row] = await tx.query<{ user_id: Id<"usr"> }>(USE, [used.hash, used.email]);
  return row?.user_id ?? null;
}

const COUNT = {
  name: "recovery_codes_count",
  text: `SELECT count(*) FILTER (WHERE used_at IS NULL)::int AS left, min(created_at) AS made_at
    FROM recovery_codes WHERE user_id = $1`,
};

/** How many are left, and when they were made; `madeAt` is null for who has none. */
export async function countRecoveryCodes(
  db: Executor,
  userId: string,
): Promise<{ left: number; madeAt: Date | null }> {
  const [row] = await db.query<{ left: number; made_at: Date | null }>(COUNT, [userId]);
  return { left: row?.left ?? 0, madeAt: row?.made_at ?? null };
}
