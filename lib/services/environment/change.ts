import {
  ChangeEnvironmentSchema,
  type ChangeEnvironment,
  type EnvironmentView,
} from "@/lib/contract/environment";
import { DomainError } from "@/lib/core/error";
import { findEnvironment, updateEnvironment } from "@/lib/data/environments";
import { findGroup } from "@/lib/data/groups";
import { administer } from "../administer";
import { requireAdministrator } from "../authority";
import { record, type ServiceContext } from "../context";
import { parseInput } from "../input";
import { unknownReference } from "../reference";
import { environmentView } from "./view";

/**
 * Changes what is given and nothing else; freezing has its own door. Operations keep what was demanded when they were submitted.
 * Errors: not_found, validation_failed (group).
 */
export async function changeEnvironment(
  ctx: ServiceContext,
  input: ChangeEnvironment,
): Promise<EnvironmentView> {
  requireAdministrator(ctx);
  const { environment, group, ...rest } = parseInput(ChangeEnvironmentSchema, input);
  return administer(ctx, async (tx, executor) => {
    const before = await findEnvironment(tx, environment);
    if (!before)
      throw new DomainError("not_found", `No environment "${environment}" is registered.`);
    const reviewers = group === undefined ? before.group : await findGroup(tx, group);
    if (!reviewers) throw unknownReference("/group", `No group "${group}" is registered.`);
    const after = {
      name: rest.name ?? before.name,
      kind: rest.kind ?? before.kind,
      groupId: reviewers.id,
      approvalsRequired: rest.approvals_required ?? before.approvalsRequired,
    };
    const changed = {
      ...(after.name !== before.name && { name: after.name }),
      ...(after.kind !== before.kind && { kind: after.kind }),
      ...(after.groupId !== before.group.id && { group: reviewers.slug }),
      ...(after.approvalsRequired !== before.approvalsRequired && {
        approvals_required: after.approvalsRequired,
      }),
    };
    if (Object.keys(changed).length === 0) return environmentView(before);
    await updateEnvironment(tx, before.id, after);
    await record(ctx, executor, {
      action: "environment.changed",
      subject: before.id,
      data: { slug: before.slug, ...changed },
    });
    const stored = await findEnvironment(tx, before.id);
    if (!stored) throw new Error("the environment that was just changed is gone");
    return environmentView(stored);
  });
}
