import type { KeyView } from "@/lib/contract/key";
import type { StoredKey } from "@/lib/data/api-keys";
import { authorText } from "../author";

export function keyView(row: StoredKey, now: Date): KeyView {
  return {
    id: row.id,
    kind: row.kind,
    prefix: `csk_${row.kind}_${row.keyId}`,
    name: row.name,
    state: row.revokedAt ? "revoked" : row.expiresAt <= now ? "expired" : "active",
    agent: row.agent,
    enforcement_point: row.enforcementPoint,
    scope:
      row.kind === "agent"
        ? {
            environments: [...row.scope.environments],
            actions: [...row.scope.actions],
            resources: [...row.scope.resources],
          }
        : null,
    created_by: authorText(row.createdBy, row.creatorName),
    created_at: row.createdAt.toISOString(),
    expires_at: row.expiresAt.toISOString(),
    revoked_at: row.revokedAt?.toISOString() ?? null,
    rotated_to: row.rotatedTo,
    last_used_at: row.lastUsedAt?.toISOString() ?? null,
    last_used_address: row.lastUsedAddress,
  };
}
