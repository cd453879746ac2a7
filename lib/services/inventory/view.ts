import type { InventoryResourceView, RecoveryPointView } from "@/lib/contract/inventory";
import { diesWith } from "@/lib/core/inventory";
import type { StoredRecoveryPoint, StoredResource } from "@/lib/data/inventory";

export const inventoryView = (row: StoredResource): InventoryResourceView => ({
  id: row.id,
  type: row.type,
  pattern: row.pattern,
  name: row.name,
  environment: row.environment.slug,
  criticality: row.criticality,
  stateful: row.stateful,
  owner: row.owner,
  dependents: row.dependents,
  recovery_points: row.recoveryPoints.map((point) => pointView(row, point)),
  created_at: row.createdAt.toISOString(),
  updated_at: row.updatedAt.toISOString(),
});

const pointView = (
  { type, pattern }: { type: string; pattern: string },
  { id, name, takenAt, failureDomain, deletableBy, lastTestedRestore }: StoredRecoveryPoint,
): RecoveryPointView => ({
  id,
  name,
  taken_at: takenAt?.toISOString() ?? null,
  failure_domain: failureDomain,
  deletable_by: deletableBy,
  last_tested_restore: lastTestedRestore?.toISOString() ?? null,
  survives:
    failureDomain === null
      ? "unknown"
      : diesWith(failureDomain, `${type}:${pattern}`)
        ? "no"
        : "yes",
});
