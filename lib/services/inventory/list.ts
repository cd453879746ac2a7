import {
  ListInventorySchema,
  type InventoryPage,
  type ListInventory,
} from "@/lib/contract/inventory";
import { DomainError } from "@/lib/core/error";
import { isId } from "@/lib/core/id";
import { listResourceRows } from "@/lib/data/inventory";
import { requireMember } from "../authority";
import type { ServiceContext } from "../context";
import { parseInput } from "../input";
import { inventoryView } from "./view";

/** Newest first. Errors: validation_failed (cursor). */
export async function listInventory(
  ctx: ServiceContext,
  input: ListInventory = {},
): Promise<InventoryPage> {
  requireMember(ctx);
  const filter = parseInput(ListInventorySchema, input);
  const rows = await listResourceRows(ctx.db.prisma, {
    type: filter.type ?? null,
    environment: filter.environment ?? null,
    criticality: filter.criticality ?? null,
    text: filter.text ?? null,
    after: decodeCursor(filter.cursor),
    limit: filter.limit + 1,
  });
  const items = rows.slice(0, filter.limit);
  return {
    items: items.map(inventoryView),
    next_cursor: rows.length > filter.limit ? (items.at(-1)?.id ?? null) : null,
  };
}

/** The cursor is the last row's id: ids sort by the time at which they were made. */
function decodeCursor(cursor: string | undefined): string | null {
  if (cursor === undefined) return null;
  if (isId("inv", cursor)) return cursor;
  throw new DomainError("validation_failed", "This cursor isn't one of ours; start without it.", {
    errors: [{ pointer: "/cursor", detail: "not a cursor" }],
  });
}
