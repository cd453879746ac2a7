import { hashToken, newToken } from "@/lib/core/bearer-token";
import type { SignInMethod } from "@/lib/core/actor";
import { DomainError } from "@/lib/core/error";
import { newId, type Id } from "@/lib/core/id";
import type { StartedSession } from "@/lib/core/sign-in";
import type { Executor } from "@/lib/data/database";
import { insertSession, revokeSessionByToken } from "@/lib/data/sessions";
import { record } from "../context";
import type { BrowserContext } from "./context";

/** A browser's own description of itself; kept short, shown in the list of sessions. */
const USER_AGENT_LENGTH_MAX = 300;

/**
 * Begins a session in the caller's transaction, with a token that nobody has seen before; the one this
 * browser had before ends. Errors: unauthenticated (suspended).
 */
export async function startSession(
  ctx: BrowserContext,
  tx: Executor,
  session: { userId: Id<"usr">; method: SignInMethod; token?: string },
): Promise<StartedSession> {
  const { userId, method, token = newToken() } = session;
  await endPrevious(ctx, tx);
  const id = newId("ses");
  const started = await insertSession(tx, {
    id,
    tokenHash: hashToken(token),
    userId,
    method,
    userAgent: ctx.browser.userAgent?.slice(0, USER_AGENT_LENGTH_MAX) ?? null,
  });
  if (!started)
    throw new DomainError("unauthenticated", "This account is suspended. Ask an admin of yours.");
  await record(ctx, tx, {
    action: "session.started",
    subject: userId,
    data: { session: id, method, address: ctx.browser.address },
  });
  return { token, expiresAt: started.expiresAt, offerPasskey: started.firstWithoutPasskey };
}

async function endPrevious(ctx: BrowserContext, tx: Executor): Promise<void> {
  const { sessionToken } = ctx.browser;
  if (sessionToken === null) return;
  const ended = await revokeSessionByToken(tx, hashToken(sessionToken));
  if (ended)
    await record(ctx, tx, { action: "session.ended", subject: ended, data: { by: "rotation" } });
}
