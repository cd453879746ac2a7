import type { ActorOf } from "@/lib/core/actor";
import { DomainError } from "@/lib/core/error";
import { hashRecoveryCode } from "@/lib/core/recovery-code";
import type { StartedSession } from "@/lib/core/sign-in";
import { enqueueMail } from "@/lib/data/enqueue-mail";
import { countRecoveryCodes, spendRecoveryCode } from "@/lib/data/recovery-codes";
import { record } from "../context";
import type { BrowserContext } from "../session/context";
import { startSession } from "../session/start";

/**
 * Signs in whoever has lost passkey and mailbox, once for each code, and tells them by mail all the
 * same: whoever finds it there didn't sign in. Errors: invalid_proof, unauthenticated (suspended).
 */
export async function signInWithRecoveryCode(
  ctx: BrowserContext<ActorOf<"visitor">>,
  input: { email: string; code: string },
): Promise<StartedSession> {
  const started = await ctx.db.transaction(async (tx) => {
    const hash = hashRecoveryCode(input.code);
    const userId = await spendRecoveryCode(tx, { hash, email: input.email });
    if (!userId) return null;
    const session = await startSession(ctx, tx, { userId, method: "recovery_code" });
    const { left } = await countRecoveryCodes(tx, userId);
    await record(ctx, tx, {
      action: "recovery_code.used",
      subject: userId,
      data: { left, address: ctx.browser.address },
    });
    await enqueueMail(tx, {
      kind: "recovery_code_used",
      recipient: input.email,
      payload: {
        url: new URL("/settings", ctx.config.publicUrl).href,
        at: ctx.now().toISOString(),
        left,
      },
    });
    return session;
  });
  if (started) return started;
  await record(ctx, ctx.db, {
    action: "sign_in.refused",
    data: { why: "recovery_code", email: input.email, address: ctx.browser.address },
  });
  throw new DomainError(
    "invalid_proof",
    "This isn't a code of this address's, or it was used, or newer ones were made.",
  );
}
