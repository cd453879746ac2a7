import { UserReferenceSchema, type UserReference, type UserView } from "@/lib/contract/user";
import { outdateClaims } from "@/lib/data/claim-turn";
import { closeDoors, updateStatus } from "@/lib/data/people";
import { administer } from "../administer";
import { requireHumanAdministrator } from "../authority";
import { record, type ServiceContext } from "../context";
import { parseInput } from "../input";
import { findUser, requireAnAdminLeft } from "./find";
import { userView } from "./view";
import { voidApprovals } from "./void-approvals";

/**
 * Signs the person out everywhere, voids their links, and keeps them out, all at once. Approvals they
 * gave count no more: of what is open now, of what was decided at redemption. Keys that they made go on
 * working, so they are named in the log. Repeatable. Errors: not_found, forbidden (last admin).
 */
export async function suspendUser(ctx: ServiceContext, input: UserReference): Promise<UserView> {
  requireHumanAdministrator(ctx);
  const { user } = parseInput(UserReferenceSchema, input);
  return administer(ctx, async (tx, executor) => {
    const person = await findUser(tx, user);
    await outdateClaims(executor);
    if (!(await updateStatus(tx, person.id, "suspended"))) return userView(person, ctx.now());
    if (person.role === "admin") await requireAnAdminLeft(tx);
    const sessions = await closeDoors(tx, person, ctx.now());
    const approvals = await voidApprovals(ctx, executor, { userId: person.id, why: "suspended" });
    await record(ctx, executor, {
      action: "user.suspended",
      subject: person.id,
      data: { sessions_ended: sessions, approvals_voided: approvals, live_keys: person.liveKeys },
    });
    return userView({ ...person, status: "suspended" }, ctx.now());
  });
}
