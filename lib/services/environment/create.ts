import {
  CreateEnvironmentSchema,
  type CreateEnvironment,
  type EnvironmentView,
} from "@/lib/contract/environment";
import { DomainError } from "@/lib/core/error";
import { newId } from "@/lib/core/id";
import { findEnvironment, insertEnvironment } from "@/lib/data/environments";
import { findGroup } from "@/lib/data/groups";
import { administer } from "../administer";
import { requireAdministrator } from "../authority";
import { record, type ServiceContext } from "../context";
import { parseInput } from "../input";
import { unknownReference } from "../reference";
import { environmentView } from "./view";

/** Registers an environment and who approves there. Errors: already_exists, validation_failed (group). */
export async function createEnvironment(
  ctx: ServiceContext,
  input: CreateEnvironment,
): Promise<EnvironmentView> {
  requireAdministrator(ctx);
  const { slug, name, kind, group, approvals_required } = parseInput(
    CreateEnvironmentSchema,
    input,
  );
  return administer(ctx, async (tx, executor) => {
    const reviewers = await findGroup(tx, group);
    if (!reviewers) throw unknownReference("/group", `No group "${group}" is registered.`);
    const id = newId("env");
    const created = await insertEnvironment(tx, {
      id,
      slug,
      name: name ?? slug,
      kind,
      groupId: reviewers.id,
      approvalsRequired: approvals_required,
    });
    if (!created)
      throw new DomainError("already_exists", `There is an environment "${slug}" already.`);
    await record(ctx, executor, {
      action: "environment.created",
      subject: id,
      data: { slug, kind, group: reviewers.slug, approvals_required },
    });
    const stored = await findEnvironment(tx, id);
    if (!stored) throw new Error("the environment that was just made is gone");
    return environmentView(stored);
  });
}
