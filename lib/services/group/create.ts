import { CreateGroupSchema, type CreateGroup, type GroupView } from "@/lib/contract/group";
import { DomainError } from "@/lib/core/error";
import { newId } from "@/lib/core/id";
import { findGroup, insertGroup } from "@/lib/data/groups";
import { administer } from "../administer";
import { requireAdministrator } from "../authority";
import { record, type ServiceContext } from "../context";
import { parseInput } from "../input";
import { groupView } from "./view";

/** An empty reviewer group. Errors: already_exists. */
export async function createGroup(ctx: ServiceContext, input: CreateGroup): Promise<GroupView> {
  requireAdministrator(ctx);
  const { slug, name = slug } = parseInput(CreateGroupSchema, input);
  return administer(ctx, async (tx, executor) => {
    const id = newId("grp");
    if (!(await insertGroup(tx, { id, slug, name })))
      throw new DomainError("already_exists", `There is a group "${slug}" already.`);
    await record(ctx, executor, { action: "group.created", subject: id, data: { slug } });
    const stored = await findGroup(tx, id);
    if (!stored) throw new Error("the group that was just made is gone");
    return groupView(stored);
  });
}
