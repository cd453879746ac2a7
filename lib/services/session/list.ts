import type { ActorOf, SignInMethod } from "@/lib/core/actor";
import * as data from "@/lib/data/sessions";
import type { ServiceContext } from "../context";

export interface SessionView {
  id: string;
  method: SignInMethod;
  user_agent: string | null;
  created_at: string;
  last_seen_at: string;
  expires_at: string;
  /** The one that asks. */
  current: boolean;
}

/** The caller's own live sessions, the last seen first. */
export async function listSessions(
  ctx: ServiceContext<ActorOf<"reviewer">>,
): Promise<SessionView[]> {
  const rows = await data.listSessions(ctx.db, ctx.actor.userId);
  return rows.map((row) => ({
    id: row.id,
    method: row.method,
    user_agent: row.user_agent,
    created_at: row.created_at.toISOString(),
    last_seen_at: row.last_seen_at.toISOString(),
    expires_at: row.expires_at.toISOString(),
    current: row.id === ctx.actor.sessionId,
  }));
}
