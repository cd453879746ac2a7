import type { GroupView } from "@/lib/contract/group";
import type { StoredGroup } from "@/lib/data/groups";

export const groupView = (row: StoredGroup): GroupView => ({
  id: row.id,
  slug: row.slug,
  name: row.name,
  created_at: row.createdAt.toISOString(),
  members: row.members.map(({ id, name, email, role, status, source }) => ({
    id,
    name,
    email,
    source,
    decides: status === "active" && role !== "auditor",
  })),
  environments: row.environments,
});
