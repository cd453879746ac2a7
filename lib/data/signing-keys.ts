import type { JWK } from "jose";
import type { Executor } from "./database";

export interface StoredSigningKey {
  kid: string;
  status: "next" | "active" | "retired";
  publicJwk: JWK;
  privateEncrypted: Uint8Array;
  retiredAt: Date | null;
}

// A retired key's last grant was signed before it retired and lives 15 minutes past its `nbf`, which an
// objection window may put up to a week ahead.
const LIST = {
  name: "signing_keys_list",
  text: `SELECT kid, status, public_jwk, private_encrypted, retired_at FROM signing_keys
    WHERE status <> 'retired' OR retired_at > now() - interval '8 days'
      OR EXISTS (SELECT 1 FROM grants g WHERE g.kid = signing_keys.kid AND g.expires_at > now())
    ORDER BY created_at`,
};

/** Every key whose grants may still be out. */
export async function listSigningKeys(db: Executor): Promise<StoredSigningKey[]> {
  const rows = await db.query<{
    kid: string;
    status: StoredSigningKey["status"];
    public_jwk: JWK;
    private_encrypted: Buffer;
    retired_at: Date | null;
  }>(LIST, []);
  return rows.map((row) => ({
    kid: row.kid,
    status: row.status,
    publicJwk: row.public_jwk,
    privateEncrypted: row.private_encrypted,
    retiredAt: row.retired_at,
  }));
}

const INSERT_FIRST = {
  name: "signing_key_insert_first",
  text: `INSERT INTO signing_keys (kid, status, public_jwk, private_encrypted, activated_at)
    VALUES ($1, 'active', $2::jsonb, $3, now()) ON CONFLICT DO NOTHING RETURNING kid`,
};

/** False when another copy of the app made the first active key at the same moment. */
export async function insertFirstSigningKey(
  tx: Executor,
  key: { kid: string; publicJwk: JWK; privateEncrypted: Uint8Array },
): Promise<boolean> {
  const rows = await tx.query(INSERT_FIRST, [
    key.kid,
    JSON.stringify(key.publicJwk),
    Buffer.from(key.privateEncrypted),
  ]);
  return rows.length === 1;
}
