import {
  RegisterResourceSchema,
  type InventoryResourceView,
  type RegisterResource,
} from "@/lib/contract/inventory";
import { findResource, findResourceId } from "@/lib/data/inventory";
import { administer } from "../administer";
import { requireAdministrator } from "../authority";
import type { ServiceContext } from "../context";
import { parseInput } from "../input";
import { writeResource } from "./write";

export interface Registered {
  /** False where the type and pattern were registered before: they now say what was given. */
  created: boolean;
  resource: InventoryResourceView;
}

/** Registers a resource, or replaces what has its type and pattern. Errors: validation_failed. */
export async function registerResource(
  ctx: ServiceContext,
  input: RegisterResource,
): Promise<Registered> {
  requireAdministrator(ctx);
  const given = parseInput(RegisterResourceSchema, input);
  return administer(ctx, async (tx, executor) => {
    const id = await findResourceId(tx, given);
    const before = id === null ? null : await findResource(tx, id);
    const resource = await writeResource(ctx, { tx, executor }, { before, given });
    return { created: before === null, resource };
  });
}
