import type { ActorOf } from "@/lib/core/actor";
import { DomainError } from "@/lib/core/error";
import { renamePasskey as write } from "@/lib/data/passkeys";
import { record, type ServiceContext } from "../context";
import { assertStillSignedIn } from "../session/still-signed-in";

/** One of the caller's own, so that they can tell them apart. Errors: not_found, unauthenticated. */
export async function renamePasskey(
  ctx: ServiceContext<ActorOf<"reviewer">>,
  input: { id: string; name: string },
): Promise<void> {
  const { userId } = ctx.actor;
  await ctx.db.transaction(async (tx) => {
    if (!(await write(tx, input, ctx.actor))) {
      await assertStillSignedIn(ctx, tx);
      throw new DomainError("not_found", "This passkey was removed already.");
    }
    await record(ctx, tx, {
      action: "passkey.renamed",
      subject: userId,
      data: { passkey: input.id, name: input.name },
    });
  });
}
