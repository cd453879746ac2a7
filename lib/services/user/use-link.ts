import type { ActorOf } from "@/lib/core/actor";
import { hashToken, isToken } from "@/lib/core/bearer-token";
import { DomainError } from "@/lib/core/error";
import type { Id } from "@/lib/core/id";
import type { StartedSession } from "@/lib/core/sign-in";
import type { Executor } from "@/lib/data/database";
import { findOpenLink, takeLink, type Link } from "@/lib/data/links";
import { record, type ServiceContext } from "../context";
import type { BrowserContext } from "../session/context";
import { startSession } from "../session/start";
import { admit } from "./admit";

export interface OpenLink {
  purpose: "invite" | "sign_in";
  /** The invited person's name, where the link is an invitation. */
  name: string | null;
}

/** What the link is for, as long as it can be used; null otherwise. Changes nothing. */
export async function lookAtLink(ctx: ServiceContext, token: string): Promise<OpenLink | null> {
  if (!isToken(token)) return null;
  const link = await findOpenLink(ctx.db, hashToken(token));
  if (!link || link.purpose === "setup") return null;
  return { purpose: link.purpose, name: link.name };
}

/**
 * Accepts an invitation, or signs in with an operator's link, and begins a session. The address has to
 * be typed in, so that whoever merely follows links and presses their buttons changes nothing.
 * Errors: link_spent, already_exists, unauthenticated (suspended).
 */
export async function signInWithLink(
  ctx: BrowserContext<ActorOf<"visitor">>,
  input: { token: string; email: string },
): Promise<StartedSession> {
  const started = await ctx.db.transaction(async (tx) => {
    const link = await takeLink(tx, {
      tokenHash: hashToken(input.token),
      purposes: ["invite", "sign_in"],
      email: input.email,
    });
    return (
      link && startSession(ctx, tx, { userId: await accountOf(ctx, tx, link), method: "link" })
    );
  });
  if (started) return started;
  await record(ctx, ctx.db, {
    action: "sign_in.refused",
    data: { why: "link", address: ctx.browser.address },
  });
  throw new DomainError(
    "link_spent",
    "This isn't the address that the link was made for, or the link was used or is too old. Check the address, or ask for a new link.",
  );
}

async function accountOf(ctx: BrowserContext, tx: Executor, link: Link): Promise<Id<"usr">> {
  if (link.purpose === "invite") return (await admit(ctx, tx, link)).id;
  if (link.user_id === null) throw new Error("a sign-in link without a person");
  await record(ctx, tx, {
    action: "link.used",
    subject: link.id,
    data: { purpose: link.purpose, user: link.user_id },
  });
  return link.user_id;
}
