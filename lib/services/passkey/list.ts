import type { ActorOf } from "@/lib/core/actor";
import * as data from "@/lib/data/passkeys";
import type { ServiceContext } from "../context";

export interface PasskeyView {
  id: string;
  name: string;
  /** Kept in an account that syncs it, so that it outlives the device. */
  backed_up: boolean;
  created_at: string;
  last_used_at: string | null;
}

/** The caller's own, the oldest first. */
export async function listPasskeys(
  ctx: ServiceContext<ActorOf<"reviewer">>,
): Promise<PasskeyView[]> {
  const rows = await data.listPasskeys(ctx.db, ctx.actor.userId);
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    backed_up: row.backedUp,
    created_at: row.createdAt.toISOString(),
    last_used_at: row.lastUsedAt?.toISOString() ?? null,
  }));
}
