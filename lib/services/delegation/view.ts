import type { DelegationView } from "@/lib/contract/delegation";
import type { StoredDelegation } from "@/lib/data/delegations";

export const delegationView = (row: StoredDelegation): DelegationView => ({
  id: row.id,
  from: row.delegator,
  to: row.delegate,
  starts_at: row.startsAt.toISOString(),
  ends_at: row.endsAt.toISOString(),
  reason: row.reason,
  holds: row.holds,
});
