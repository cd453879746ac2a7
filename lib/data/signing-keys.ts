import type { JWK } from "jose";
import type { NewSigningKey, SigningKeyStatus, StoredSigningKey } from "@/lib/grant/keys";
import type { Executor } from "./database";

const LIST = {
  name: "signing_keys_list",
  text: `SELECT k.kid, k.status, k.public_jwk, k.private_encrypted, k.retired_at,
      (SELECT max(g.expires_at) FROM grants g WHERE g.kid = k.kid AND k.status = 'retired') AS last_grant_expires_at
    FROM signing_keys k ORDER BY k.created_at`,
};

/** All keys there ever were, oldest first; a retired one with the end of its last grant. */
export async function listSigningKeys(db: Executor): Promise<StoredSigningKey[]> {
  const rows = await db.query<{
    kid: string;
    status: SigningKeyStatus;
    public_jwk: JWK;
    private_encrypted: Buffer;
    retired_at: Date | null;
    last_grant_expires_at: Date | null;
  }>(LIST, []);
  return rows.map((row) => ({
    kid: row.kid,
    status: row.status,
    publicJwk: row.public_jwk,
    privateEncrypted: row.private_encrypted,
    retiredAt: row.retired_at,
    lastGrantExpiresAt: row.last_grant_expires_at,
  }));
}

const INSERT_FIRST = {
  name: "signing_key_insert_first",
  text: `INSERT INTO signing_keys (kid, status, public_jwk, private_encrypted, activated_at)
    VALUES ($1, 'active', $2::jsonb, $3, now()) ON CONFLICT DO NOTHING RETURNING kid`,
};

/** False when another copy of the app made the first active key at the same moment. */
export async function insertFirstSigningKey(tx: Executor, key: NewSigningKey): Promise<boolean> {
  const rows = await tx.query(INSERT_FIRST, [
    key.kid,
    JSON.stringify(key.publicJwk),
    Buffer.from(key.privateEncrypted),
  ]);
  return rows.length === 1;
}
