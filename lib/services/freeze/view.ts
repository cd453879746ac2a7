import type { FreezeView, HoldingFreezeView } from "@/lib/contract/freeze";
import type { HoldingFreeze, StoredFreeze } from "@/lib/data/freezes";

export const freezeView = (row: StoredFreeze): FreezeView => ({
  scope: row.environment ? "environment" : "everything",
  environment: row.environment,
  reason: row.reason,
  since: row.frozenAt.toISOString(),
  until: row.frozenUntil?.toISOString() ?? null,
  by: byWhom(row),
});

/** The database's JSON writes times with an offset. */
export const holdingFreezeView = (freeze: HoldingFreeze): HoldingFreezeView => ({
  ...freeze,
  until: freeze.until === null ? null : new Date(freeze.until).toISOString(),
});

function byWhom({ by, byName }: StoredFreeze): string {
  switch (by["kind"]) {
    case "reviewer":
      return byName ?? by["id"] ?? "a reviewer";
    case "admin_key":
      return `admin key ${by["key"] ?? ""}`.trim();
    case "operator":
      return `operator ${by["login"] ?? ""}`.trim();
    default:
      return "Countersign";
  }
}
