import type { EnforcementPointView } from "@/lib/contract/enforcement-point";
import type { StoredEnforcementPoint } from "@/lib/data/enforcement-points";

export const enforcementPointView = (row: StoredEnforcementPoint): EnforcementPointView => ({
  id: row.id,
  name: row.name,
  audience: row.audience,
  operator: row.operator,
  created_at: row.createdAt.toISOString(),
  disabled_at: row.disabledAt?.toISOString() ?? null,
  live_keys: row.liveKeys,
});
