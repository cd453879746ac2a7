import type { ActorOf } from "@/lib/core/actor";
import { DomainError } from "@/lib/core/error";
import { deletePasskey } from "@/lib/data/passkeys";
import { record, type ServiceContext } from "../context";

/** One of the caller's own. Who removes the last one signs in by mail. Errors: not_found. */
export async function removePasskey(
  ctx: ServiceContext<ActorOf<"reviewer">>,
  input: { id: string },
): Promise<void> {
  const { userId } = ctx.actor;
  await ctx.db.transaction(async (tx) => {
    if (!(await deletePasskey(tx, input.id, userId)))
      throw new DomainError("not_found", "This passkey was removed already.");
    await record(ctx, tx, {
      action: "passkey.removed",
      subject: userId,
      data: { passkey: input.id },
    });
  });
}
