import type { ApiKeyKind } from "@/client/protocol/api-key";
import type { Executor } from "./database";

/** A key as authentication needs it; its states are judged on the database's clock. */
export interface KeyForAuthentication {
  id: string;
  kind: ApiKeyKind;
  secretHmac: Uint8Array;
  agentId: string | null;
  enforcementPointId: string | null;
  audience: string | null;
  scope: { environments: string[]; actions: string[]; resources: string[] };
  revoked: boolean;
  expired: boolean;
  /** Its agent or enforcement point was switched off. */
  disabled: boolean;
}

const FIND = {
  name: "key_authenticate",
  text: `SELECT k.id, k.kind, k.secret_hmac, k.agent_id, k.enforcement_point_id, p.audience,
      k.scope_environments, k.scope_actions, k.scope_resources,
      k.revoked_at IS NOT NULL AS revoked, k.expires_at <= clock_timestamp() AS expired,
      a.disabled_at IS NOT NULL OR p.disabled_at IS NOT NULL AS disabled
    FROM api_keys k
    LEFT JOIN agents a ON a.id = k.agent_id
    LEFT JOIN enforcement_points p ON p.id = k.enforcement_point_id
    WHERE k.key_id = $1`,
};

/** By the public part found in the key itself; the secret has still to be compared. */
export async function findKeyForAuthentication(
  db: Executor,
  keyId: string,
): Promise<KeyForAuthentication | null> {
  const [row] = await db.query<{
    id: string;
    kind: ApiKeyKind;
    secret_hmac: Uint8Array;
    agent_id: string | null;
    enforcement_point_id: string | null;
    audience: string | null;
    scope_environments: string[];
    scope_actions: string[];
    scope_resources: string[];
    revoked: boolean;
    expired: boolean;
    disabled: boolean;
  }>(FIND, [keyId]);
  return row
    ? {
        id: row.id,
        kind: row.kind,
        secretHmac: row.secret_hmac,
        agentId: row.agent_id,
        enforcementPointId: row.enforcement_point_id,
        audience: row.audience,
        scope: {
          environments: row.scope_environments,
          actions: row.scope_actions,
          resources: row.scope_resources,
        },
        revoked: row.revoked,
        expired: row.expired,
        disabled: row.disabled,
      }
    : null;
}

export interface KeyUse {
  apiKeyId: string;
  at: Date;
  address: string | null;
}

// Ordered, so that two copies of the app that write the same keys don't deadlock.
const RECORD_USE = {
  text: `WITH used AS (
    SELECT k.id, u.at, u.address
    FROM unnest($1::text[], $2::timestamptz[], $3::text[]) AS u(id, at, address)
    JOIN api_keys k ON k.id = u.id
    WHERE k.last_used_at IS NULL OR k.last_used_at < u.at
    ORDER BY k.id FOR NO KEY UPDATE OF k
  )
  UPDATE api_keys k SET last_used_at = used.at, last_used_address = used.address
  FROM used WHERE k.id = used.id`,
};

/** Writes when and from where keys were last used, many in one statement. */
export async function recordKeyUses(db: Executor, uses: readonly KeyUse[]): Promise<void> {
  await db.query(RECORD_USE, [
    uses.map(({ apiKeyId }) => apiKeyId),
    uses.map(({ at }) => at.toISOString()),
    uses.map(({ address }) => address),
  ]);
}
