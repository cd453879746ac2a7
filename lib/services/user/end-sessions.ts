import { UserReferenceSchema, type UserReference } from "@/lib/contract/user";
import { revokeSessionsOf } from "@/lib/data/sessions";
import { administer } from "../administer";
import { requireHumanAdministrator } from "../authority";
import { record, type ServiceContext } from "../context";
import { parseInput } from "../input";
import { findUser } from "./find";

/** Signs the person out everywhere; they may sign in again. Returns how many sessions ended. Errors: not_found. */
export async function endSessionsOf(
  ctx: ServiceContext,
  input: UserReference,
): Promise<{ ended: number }> {
  requireHumanAdministrator(ctx);
  const { user } = parseInput(UserReferenceSchema, input);
  return administer(ctx, async (models, tx) => {
    const person = await findUser(models, user);
    const ended = await revokeSessionsOf(tx, person.id);
    for (const id of ended)
      await record(ctx, tx, { action: "session.ended", subject: id, data: { by: "admin" } });
    return { ended: ended.length };
  });
}
