import {
  DisableEnforcementPointSchema,
  type DisableEnforcementPoint,
  type EnforcementPointView,
} from "@/lib/contract/enforcement-point";
import { DomainError } from "@/lib/core/error";
import { outdateClaims } from "@/lib/data/claim-turn";
import { findEnforcementPoint, markEnforcementPointDisabled } from "@/lib/data/enforcement-points";
import { administer } from "../administer";
import { requireAdministrator } from "../authority";
import { record, type ServiceContext } from "../context";
import { parseInput } from "../input";
import { enforcementPointView } from "./view";

/** For good: nothing is submitted to it or redeemed by it any more. Repeatable. Errors: not_found. */
export async function disableEnforcementPoint(
  ctx: ServiceContext,
  input: DisableEnforcementPoint,
): Promise<EnforcementPointView> {
  requireAdministrator(ctx);
  const { enforcement_point } = parseInput(DisableEnforcementPointSchema, input);
  return administer(ctx, async (tx, executor) => {
    const now = ctx.now();
    const found = await findEnforcementPoint(tx, enforcement_point, now);
    if (!found)
      throw new DomainError(
        "not_found",
        `No enforcement point is registered as "${enforcement_point}".`,
      );
    await outdateClaims(executor);
    if (!(await markEnforcementPointDisabled(tx, found.id, now)))
      return enforcementPointView(found);
    await record(ctx, executor, {
      action: "enforcement_point.changed",
      subject: found.id,
      data: { audience: found.audience, disabled: true },
    });
    return enforcementPointView({ ...found, disabledAt: now });
  });
}
