import { RemoveRecoveryPointSchema, type RemoveRecoveryPoint } from "@/lib/contract/inventory";
import { DomainError } from "@/lib/core/error";
import { deleteRecoveryPoint } from "@/lib/data/recovery-points";
import { administer } from "../administer";
import { requireAdministrator } from "../authority";
import { record, type ServiceContext } from "../context";
import { parseInput } from "../input";

/** Takes a copy that is gone out of the inventory. Errors: not_found. */
export async function removeRecoveryPoint(
  ctx: ServiceContext,
  input: RemoveRecoveryPoint,
): Promise<void> {
  requireAdministrator(ctx);
  const { resource, id } = parseInput(RemoveRecoveryPointSchema, input);
  await administer(ctx, async (tx, executor) => {
    const name = await deleteRecoveryPoint(tx, { resource, id });
    if (name === null)
      throw new DomainError("not_found", `${resource} has no recovery point with the id ${id}.`);
    await record(ctx, executor, {
      action: "recovery_point.removed",
      subject: id,
      data: { resource, name },
    });
  });
}
