import {
  AddRecoveryPointSchema,
  RECOVERY_POINTS_MAX,
  type AddRecoveryPoint,
  type InventoryResourceView,
} from "@/lib/contract/inventory";
import { DomainError } from "@/lib/core/error";
import { findResource } from "@/lib/data/inventory";
import { putRecoveryPoints } from "@/lib/data/recovery-points";
import { administer } from "../administer";
import { requireAdministrator } from "../authority";
import { record, type ServiceContext } from "../context";
import { parseInput } from "../input";
import { noSuchResource } from "./missing";
import { pointRow } from "./rows";
import { inventoryView } from "./view";

/** Adds a copy to a resource; one of the same name is then as given. Errors: not_found, validation_failed. */
export async function addRecoveryPoint(
  ctx: ServiceContext,
  input: AddRecoveryPoint,
): Promise<InventoryResourceView> {
  requireAdministrator(ctx);
  const { resource, ...given } = parseInput(AddRecoveryPointSchema, input);
  return administer(ctx, async (tx, executor) => {
    const before = await findResource(tx, resource);
    if (!before) throw noSuchResource(resource);
    const isKnown = before.recoveryPoints.some(({ name }) => name === given.name);
    if (!isKnown && before.recoveryPoints.length >= RECOVERY_POINTS_MAX)
      throw new DomainError(
        "validation_failed",
        `A resource has at most ${RECOVERY_POINTS_MAX} recovery points; remove one first.`,
      );
    const [id] = await putRecoveryPoints(executor, [pointRow(resource, given)]);
    if (id === undefined) throw new Error("the recovery point that was just written is gone");
    await record(ctx, executor, {
      action: isKnown ? "recovery_point.changed" : "recovery_point.added",
      subject: id,
      data: { resource, type: before.type, pattern: before.pattern, ...given },
    });
    const stored = await findResource(tx, resource);
    if (!stored) throw new Error("the resource that was just changed is gone");
    return inventoryView(stored);
  });
}
