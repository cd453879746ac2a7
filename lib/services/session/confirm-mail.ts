import { hashToken, isToken } from "@/lib/core/bearer-token";
import type { ActorOf } from "@/lib/core/actor";
import { DomainError } from "@/lib/core/error";
import type { StartedSession } from "@/lib/core/sign-in";
import { peekMailToken } from "@/lib/data/mail-tokens";
import { record } from "../context";
import type { BrowserContext } from "./context";
import { signInStore } from "./sign-in-store";

type VisitorContext = BrowserContext<ActorOf<"visitor">>;

/**
 * Whom the link would sign in, in the browser that asked for it; null for any other browser, and when
 * it was used or is too old. Changes nothing.
 */
export async function lookAtMailLink(ctx: VisitorContext, token: string): Promise<string | null> {
  const { browserToken } = ctx.browser;
  if (browserToken === null || !isToken(token)) return null;
  return peekMailToken(ctx.db, ctx.mailSignIn.hashToken(token), hashToken(browserToken));
}

/**
 * Signs in with the token of a sign-in mail, once, in the browser that asked for it. Elsewhere the
 * token stays as it is. Errors: link_spent, unauthenticated (suspended).
 */
export async function confirmSignInMail(
  ctx: VisitorContext,
  input: { token: string },
): Promise<StartedSession> {
  const email = await lookAtMailLink(ctx, input.token);
  const started = email === null ? null : await consume(ctx, email, input.token);
  if (started) return started;
  await record(ctx, ctx.db, {
    action: "sign_in.refused",
    data: { why: "mail_token", address: ctx.browser.address },
  });
  throw new DomainError(
    "link_spent",
    "This link works once, for 15 minutes, in the browser that asked for it. Ask for a new one here.",
  );
}

function consume(
  ctx: VisitorContext,
  email: string,
  token: string,
): Promise<StartedSession | null> {
  return ctx.db.transaction(async (tx) => {
    const store = signInStore(ctx, tx, ctx.browser.browserToken ?? "", () => "");
    const begun = await ctx.mailSignIn.confirm(store, { email, token });
    return begun === null ? null : store.started();
  });
}
