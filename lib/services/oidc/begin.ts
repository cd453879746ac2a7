import { hashToken } from "@/lib/core/bearer-token";
import type { ActorOf } from "@/lib/core/actor";
import { DomainError } from "@/lib/core/error";
import type { ProviderSignIn } from "@/lib/core/sign-in";
import { insertOidcSignIn } from "@/lib/data/oidc-sign-ins";
import type { BrowserContext } from "../session/context";

/**
 * Where to send the browser, to sign in at the provider; what comes back from there is of use in this
 * browser only. Errors: not_found (no provider), validation_failed (no cookie), unavailable.
 */
export async function beginAtProvider(
  ctx: BrowserContext<ActorOf<"visitor">>,
  input: { next?: string | undefined },
): Promise<{ url: string }> {
  const provider = requireProvider(ctx);
  const { browserToken } = ctx.browser;
  if (browserToken === null)
    throw new DomainError("validation_failed", "Allow this site's cookies, then try again.");
  const { url, state, ...begun } = await provider.begin().catch((): never => {
    throw new DomainError(
      "unavailable",
      `${provider.name} doesn't answer, or isn't what was configured. Sign in another way, or try again.`,
    );
  });
  await insertOidcSignIn(ctx.db, {
    ...begun,
    stateHash: hashToken(state),
    browserHash: hashToken(browserToken),
    next: input.next ?? null,
  });
  return { url };
}

export function requireProvider(ctx: BrowserContext): ProviderSignIn {
  if (ctx.provider) return ctx.provider;
  throw new DomainError("not_found", "No provider is configured here. Sign in another way.");
}
