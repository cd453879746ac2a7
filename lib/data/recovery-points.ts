import type { Executor } from "./database";
import type { Prisma } from "./generated/client";

type Models = Prisma.TransactionClient;

export interface RecoveryPointRow {
  id: string;
  resourceId: string;
  name: string;
  takenAt: string | null;
  failureDomain: string | null;
  deletableBy: string | null;
  lastTestedRestore: string | null;
}

const INSERT = {
  text: `INSERT INTO recovery_points (id, resource_id, name, taken_at, failure_domain, deletable_by,
      last_tested_restore)
    SELECT g.id, g."resourceId", g.name, g."takenAt", g."failureDomain", g."deletableBy", g."lastTestedRestore"
    FROM jsonb_to_recordset($1::jsonb) AS g (id text, "resourceId" text, name text, "takenAt" timestamptz,
      "failureDomain" text, "deletableBy" text, "lastTestedRestore" timestamptz)
    ON CONFLICT (resource_id, name) DO UPDATE SET taken_at = excluded.taken_at,
      failure_domain = excluded.failure_domain, deletable_by = excluded.deletable_by,
      last_tested_restore = excluded.last_tested_restore
    RETURNING id`,
};

/** Adds them; one of the same name now is as given. Their ids as they are then. */
export async function putRecoveryPoints(
  tx: Executor,
  rows: readonly RecoveryPointRow[],
): Promise<string[]> {
  const stored = await tx.query<{ id: string }>(INSERT, [JSON.stringify(rows)]);
  return stored.map(({ id }) => id);
}

/** Of these resources, all. */
export async function clearRecoveryPoints(
  tx: Models,
  resourceIds: readonly string[],
): Promise<void> {
  await tx.recoveryPoint.deleteMany({ where: { resourceId: { in: [...resourceIds] } } });
}

/** Its name, or null where the resource has no such point. */
export async function deleteRecoveryPoint(
  tx: Models,
  { resource, id }: { resource: string; id: string },
): Promise<string | null> {
  const row = await tx.recoveryPoint.findFirst({ where: { id, resourceId: resource } });
  if (!row) return null;
  await tx.recoveryPoint.delete({ where: { id } });
  return row.name;
}
