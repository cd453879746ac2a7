import type { AgentView } from "@/lib/contract/agent";
import type { StoredAgent } from "@/lib/data/agents";

export const agentView = (row: StoredAgent): AgentView => ({
  id: row.id,
  name: row.name,
  description: row.description,
  owner: row.owner,
  created_at: row.createdAt.toISOString(),
  disabled_at: row.disabledAt?.toISOString() ?? null,
  live_keys: row.liveKeys,
  canary: row.canary,
  max_pending: row.maxPending,
  max_per_hour: row.maxPerHour,
});
