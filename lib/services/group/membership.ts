import { GroupMembershipSchema, type GroupMembership, type GroupView } from "@/lib/contract/group";
import { DomainError } from "@/lib/core/error";
import { outdateClaims } from "@/lib/data/claim-turn";
import { deleteMember, findGroup, insertMember } from "@/lib/data/groups";
import { findPerson } from "@/lib/data/people";
import { lockPerson } from "@/lib/data/void-approvals";
import { administer } from "../administer";
import { requireHumanAdministrator } from "../authority";
import { record, type ServiceContext } from "../context";
import { parseInput } from "../input";
import { unknownReference } from "../reference";
import { voidApprovals } from "../user/void-approvals";
import { groupView } from "./view";

/** Brings a membership about, or ends it; where it is so already, nothing is written. */
export async function setMembership(
  ctx: ServiceContext,
  input: GroupMembership,
  wanted: "member" | "none",
): Promise<GroupView> {
  requireHumanAdministrator(ctx);
  const { group, user } = parseInput(GroupMembershipSchema, input);
  return administer(ctx, async (tx, executor) => {
    const found = await findGroup(tx, group);
    if (!found) throw new DomainError("not_found", `No group "${group}" is registered.`);
    const person = await findPerson(tx, user);
    if (!person) throw unknownReference("/user", `Nobody is registered as "${user}".`);
    await outdateClaims(executor);
    await lockPerson(executor, person.id);
    const write = wanted === "member" ? insertMember : deleteMember;
    if (!(await write(tx, { groupId: found.id, userId: person.id }))) return groupView(found);
    await record(ctx, executor, {
      action: "group.changed",
      subject: found.id,
      data: { slug: found.slug, [wanted === "member" ? "added" : "removed"]: person.id },
    });
    if (wanted === "none")
      await voidApprovals(ctx, executor, { userId: person.id, why: "left_group" });
    const stored = await findGroup(tx, found.id);
    if (!stored) throw new Error("the group that was just changed is gone");
    return groupView(stored);
  });
}
