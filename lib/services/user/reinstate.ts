import { UserReferenceSchema, type UserReference, type UserView } from "@/lib/contract/user";
import { outdateClaims } from "@/lib/data/claim-turn";
import { updateStatus } from "@/lib/data/people";
import { administer } from "../administer";
import { requireHumanAdministrator } from "../authority";
import { record, type ServiceContext } from "../context";
import { parseInput } from "../input";
import { findUser } from "./find";
import { userView } from "./view";

/** Lets a suspended person sign in again. Repeatable. Errors: not_found. */
export async function reinstateUser(ctx: ServiceContext, input: UserReference): Promise<UserView> {
  requireHumanAdministrator(ctx);
  const { user } = parseInput(UserReferenceSchema, input);
  return administer(ctx, async (tx, executor) => {
    const person = await findUser(tx, user);
    // Whoever was alone, and so could approve what they asked for, no longer is.
    await outdateClaims(executor);
    if (!(await updateStatus(tx, person.id, "active"))) return userView(person, ctx.now());
    await record(ctx, executor, {
      action: "user.changed",
      subject: person.id,
      data: { status: "active" },
    });
    return userView({ ...person, status: "active" }, ctx.now());
  });
}
