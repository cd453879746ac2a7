import type { EnvironmentView } from "@/lib/contract/environment";
import type { StoredEnvironment } from "@/lib/data/environments";

export const environmentView = (row: StoredEnvironment): EnvironmentView => ({
  id: row.id,
  slug: row.slug,
  name: row.name,
  kind: row.kind,
  group: { id: row.group.id, slug: row.group.slug, name: row.group.name },
  approvals_required: row.approvalsRequired,
  created_at: row.createdAt.toISOString(),
});
