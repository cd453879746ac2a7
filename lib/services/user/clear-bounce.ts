import { UserReferenceSchema, type UserReference } from "@/lib/contract/user";
import { clearBounce } from "@/lib/data/recipients";
import { administer } from "../administer";
import { requireHumanAdministrator } from "../authority";
import { record, type ServiceContext } from "../context";
import { parseInput } from "../input";
import { findUser } from "./find";

/** An admin says that mail to this person arrives again. Repeatable. Errors: not_found. */
export async function clearMailBounce(ctx: ServiceContext, input: UserReference): Promise<void> {
  requireHumanAdministrator(ctx);
  const { user } = parseInput(UserReferenceSchema, input);
  await administer(ctx, async (tx, executor) => {
    const person = await findUser(tx, user);
    if (!(await clearBounce(executor, person.id))) return;
    await record(ctx, executor, { action: "user.mail_cleared", subject: person.id });
  });
}
