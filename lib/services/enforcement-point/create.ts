import {
  CreateEnforcementPointSchema,
  type CreateEnforcementPoint,
  type EnforcementPointView,
} from "@/lib/contract/enforcement-point";
import { DomainError } from "@/lib/core/error";
import { newId } from "@/lib/core/id";
import { findEnforcementPoint, insertEnforcementPoint } from "@/lib/data/enforcement-points";
import { findPerson } from "@/lib/data/people";
import { administer } from "../administer";
import { requireAdministrator } from "../authority";
import { record, type ServiceContext } from "../context";
import { parseInput } from "../input";
import { unknownReference } from "../reference";
import { enforcementPointView } from "./view";

/** Registers who executes, under its audience. Errors: already_exists, validation_failed (operator). */
export async function createEnforcementPoint(
  ctx: ServiceContext,
  input: CreateEnforcementPoint,
): Promise<EnforcementPointView> {
  requireAdministrator(ctx);
  const { name, audience, operator } = parseInput(CreateEnforcementPointSchema, input);
  return administer(ctx, async (tx, executor) => {
    const person = operator === undefined ? null : await findPerson(tx, operator);
    if (operator !== undefined && !person)
      throw unknownReference("/operator", `Nobody is registered as "${operator}".`);
    const id = newId("ep");
    const row = { id, name, audience, operatorId: person?.id ?? null };
    if (!(await insertEnforcementPoint(tx, row)))
      throw new DomainError(
        "already_exists",
        `There is an enforcement point for ${audience} already.`,
      );
    await record(ctx, executor, {
      action: "enforcement_point.created",
      subject: id,
      data: { name, audience, operator: row.operatorId },
    });
    const stored = await findEnforcementPoint(tx, id, ctx.now());
    if (!stored) throw new Error("the enforcement point that was just made is gone");
    return enforcementPointView(stored);
  });
}
