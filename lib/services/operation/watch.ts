import type { ActorOf } from "@/lib/core/actor";
import { readWatermark } from "@/lib/data/operation-rows";
import type { ServiceContext } from "../context";

/** Submissions and redemptions aren't announced, so that they stay fast: looked for this often instead. */
const LOOK_EVERY_MS = 1000;

/**
 * Calls `changed` whenever anything was written that a page may show: at once for decisions, within a
 * second for the rest. Returns how to stop. A failed look is left to the next one.
 */
export function watchOperations(
  ctx: ServiceContext<ActorOf<"reviewer">>,
  changed: () => void,
): () => void {
  let seen: string | null = null;
  let looking = false;
  const look = async () => {
    if (looking) return;
    looking = true;
    try {
      const mark = await readWatermark(ctx.db);
      if (seen !== null && mark !== seen) changed();
      seen = mark;
    } catch {
      // The database is away; the page's own read will say so.
    } finally {
      looking = false;
    }
  };
  void look();
  const timer = setInterval(() => void look(), LOOK_EVERY_MS);
  const stopWatching = ctx.changes.watch("*", () => void look());
  return () => {
    clearInterval(timer);
    stopWatching();
  };
}
