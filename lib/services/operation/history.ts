import type { HistoryFilter, HistoryPage } from "@/lib/contract/review";
import type { ActorOf } from "@/lib/core/actor";
import { listHistory } from "@/lib/data/operation-rows";
import type { ServiceContext } from "../context";
import { decodeCursor, encodeCursor } from "./cursor";

const PAGE_ROWS = 50;

/** Every operation there ever was, newest first. Errors: validation_failed (cursor). */
export async function loadHistory(
  ctx: ServiceContext<ActorOf<"reviewer" | "operator">>,
  filter: HistoryFilter,
): Promise<HistoryPage> {
  const rows = await listHistory(ctx.db, {
    status: filter.status ?? null,
    environment: filter.environment ?? null,
    risk: filter.risk ?? null,
    text: filter.text?.trim() || null,
    after: decodeCursor(filter.cursor),
    limit: PAGE_ROWS + 1,
  });
  const items = rows.slice(0, PAGE_ROWS);
  const last = items.at(-1);
  return {
    server_time: ctx.now().toISOString(),
    items,
    next_cursor:
      rows.length > PAGE_ROWS && last
        ? encodeCursor({ createdAt: new Date(last.created_at), id: last.id })
        : null,
  };
}
