import type { InboxView } from "@/lib/contract/review";
import type { ActorOf } from "@/lib/core/actor";
import { listPending, listRecentlyDecided, listRunning } from "@/lib/data/operation-rows";
import type { ServiceContext } from "../context";

/** What waits for the viewer, what waits for others, what runs, what ended in the last day. */
export async function loadInbox(ctx: ServiceContext<ActorOf<"reviewer">>): Promise<InboxView> {
  const [pending, running, recentlyDecided] = await Promise.all([
    listPending(ctx.db, ctx.actor.userId),
    listRunning(ctx.db),
    listRecentlyDecided(ctx.db),
  ]);
  return {
    server_time: ctx.now().toISOString(),
    for_me: pending.filter((p) => p.forMe).map((p) => p.row),
    for_others: pending.filter((p) => !p.forMe).map((p) => p.row),
    running,
    recently_decided: recentlyDecided,
  };
}

/** How many wait for the viewer: the number beside "Inbox". */
export async function countForReviewer(ctx: ServiceContext<ActorOf<"reviewer">>): Promise<number> {
  return (await listPending(ctx.db, ctx.actor.userId)).filter((pending) => pending.forMe).length;
}
