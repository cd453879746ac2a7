import type { UserView } from "@/lib/contract/user";
import type { StoredPerson } from "@/lib/data/people";

export const userView = (row: StoredPerson, now: Date): UserView => ({
  id: row.id,
  email: row.email,
  name: row.name,
  role: row.role,
  status: row.status,
  groups: row.groups,
  passkeys: row.passkeys,
  live_keys: row.liveKeys.length,
  away_until: row.awayUntil && row.awayUntil > now ? row.awayUntil.toISOString() : null,
  mail_bounce: row.bounce && { at: row.bounce.at.toISOString(), reason: row.bounce.reason },
  last_seen_at: row.lastSeenAt?.toISOString() ?? null,
  created_at: row.createdAt.toISOString(),
});
