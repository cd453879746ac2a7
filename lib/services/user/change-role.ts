import { ChangeRoleSchema, type ChangeRole, type UserView } from "@/lib/contract/user";
import { outdateClaims } from "@/lib/data/claim-turn";
import { updateRole } from "@/lib/data/people";
import { administer } from "../administer";
import { requireHumanAdministrator } from "../authority";
import { record, type ServiceContext } from "../context";
import { parseInput } from "../input";
import { findUser, requireAnAdminLeft } from "./find";
import { userView } from "./view";
import { voidApprovals } from "./void-approvals";

/** An auditor no longer decides, and approvals they gave count no more. Errors: not_found, forbidden (last admin). */
export async function changeRole(ctx: ServiceContext, input: ChangeRole): Promise<UserView> {
  requireHumanAdministrator(ctx);
  const { user, role } = parseInput(ChangeRoleSchema, input);
  return administer(ctx, async (tx, executor) => {
    const person = await findUser(tx, user);
    await outdateClaims(executor);
    if (!(await updateRole(tx, person.id, role))) return userView(person, ctx.now());
    if (person.role === "admin") await requireAnAdminLeft(tx);
    await record(ctx, executor, {
      action: "user.changed",
      subject: person.id,
      data: { role, before: person.role },
    });
    await voidApprovals(ctx, executor, { userId: person.id, why: "role" });
    return userView({ ...person, role }, ctx.now());
  });
}
