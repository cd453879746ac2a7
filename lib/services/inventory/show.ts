import {
  InventoryReferenceSchema,
  type InventoryReference,
  type InventoryResourceView,
} from "@/lib/contract/inventory";
import { findResource } from "@/lib/data/inventory";
import { requireMember } from "../authority";
import type { ServiceContext } from "../context";
import { parseInput } from "../input";
import { noSuchResource } from "./missing";
import { inventoryView } from "./view";

/** One resource with its recovery points. Errors: not_found. */
export async function showResource(
  ctx: ServiceContext,
  input: InventoryReference,
): Promise<InventoryResourceView> {
  requireMember(ctx);
  const { id } = parseInput(InventoryReferenceSchema, input);
  const stored = await findResource(ctx.db.prisma, id);
  if (!stored) throw noSuchResource(id);
  return inventoryView(stored);
}
