import { InventoryReferenceSchema, type InventoryReference } from "@/lib/contract/inventory";
import { deleteResource, findResource } from "@/lib/data/inventory";
import { administer } from "../administer";
import { requireAdministrator } from "../authority";
import { record, type ServiceContext } from "../context";
import { parseInput } from "../input";
import { noSuchResource } from "./missing";

/** Takes it out, with its recovery points: from then on nothing is known of it. Errors: not_found. */
export async function removeResource(
  ctx: ServiceContext,
  input: InventoryReference,
): Promise<{ id: string; type: string; pattern: string }> {
  requireAdministrator(ctx);
  const { id } = parseInput(InventoryReferenceSchema, input);
  return administer(ctx, async (tx, executor) => {
    const before = await findResource(tx, id);
    if (!before) throw noSuchResource(id);
    const { type, pattern, environment } = before;
    await deleteResource(tx, id);
    await record(ctx, executor, {
      action: "inventory.removed",
      subject: id,
      data: { type, pattern, environment: environment.slug },
    });
    return { id, type, pattern };
  });
}
