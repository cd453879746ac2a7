import { DomainError } from "@/lib/core/error";
import type { ActorOf } from "@/lib/core/actor";
import { record } from "../context";
import type { BrowserContext } from "./context";
import { signInStore } from "./sign-in-store";

/**
 * Sends a sign-in mail where the address belongs to someone. The caller learns nothing of that: it
 * answers alike, and both ways write to the log in one transaction.
 */
export async function askForSignInMail(
  ctx: BrowserContext<ActorOf<"visitor">>,
  input: { email: string; next?: string | undefined },
): Promise<void> {
  const { browserToken } = ctx.browser;
  if (browserToken === null)
    throw new DomainError("validation_failed", "Allow this site's cookies, then ask again.");
  const linkTo = (token: string) => {
    const link = new URL("/sign-in/confirm", ctx.config.publicUrl);
    link.searchParams.set("token", token);
    if (input.next) link.searchParams.set("next", input.next);
    return link.toString();
  };
  await ctx.db.transaction(async (tx) => {
    const asked = await ctx.mailSignIn.request(
      signInStore(ctx, tx, browserToken, linkTo),
      input.email,
    );
    if (!asked)
      await record(ctx, tx, {
        action: "sign_in.refused",
        data: { email: input.email, why: "unknown_address", address: ctx.browser.address },
      });
  });
}
