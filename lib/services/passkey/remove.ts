import type { ActorOf } from "@/lib/core/actor";
import { DomainError } from "@/lib/core/error";
import { deletePasskey } from "@/lib/data/passkeys";
import { record } from "../context";
import type { BrowserContext } from "../session/context";
import { changePasskeys } from "./touch";
import type { CeremonyAnswer } from "./verify";

/**
 * One of the caller's own. Who removes the last one signs in by mail. Errors: not_found, step_up_required,
 * invalid_proof.
 */
export async function removePasskey(
  ctx: BrowserContext<ActorOf<"reviewer">>,
  input: { id: string; touch?: CeremonyAnswer | undefined },
): Promise<void> {
  const { userId } = ctx.actor;
  await changePasskeys(ctx, input, async (tx) => {
    if (!(await deletePasskey(tx, input.id, userId)))
      throw new DomainError("not_found", "This passkey was removed already.");
    await record(ctx, tx, {
      action: "passkey.removed",
      subject: userId,
      data: { passkey: input.id },
    });
  });
}
