import {
  UpdateResourceSchema,
  type InventoryResourceView,
  type UpdateResource,
} from "@/lib/contract/inventory";
import { DomainError } from "@/lib/core/error";
import { findResource, findResourceId } from "@/lib/data/inventory";
import { administer } from "../administer";
import { requireAdministrator } from "../authority";
import type { ServiceContext } from "../context";
import { parseInput } from "../input";
import { noSuchResource } from "./missing";
import { writeResource } from "./write";

/** The resource is as given, whole. Errors: not_found, already_exists (type and pattern), validation_failed. */
export async function updateResource(
  ctx: ServiceContext,
  input: UpdateResource,
): Promise<InventoryResourceView> {
  requireAdministrator(ctx);
  const { id, ...given } = parseInput(UpdateResourceSchema, input);
  return administer(ctx, async (tx, executor) => {
    const before = await findResource(tx, id);
    if (!before) throw noSuchResource(id);
    const holder = await findResourceId(tx, given);
    if (holder !== null && holder !== id)
      throw new DomainError(
        "already_exists",
        `${given.type}:${given.pattern} is registered already, as ${holder}.`,
      );
    return writeResource(ctx, { tx, executor }, { before, given });
  });
}
