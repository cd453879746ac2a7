import { headers } from "next/headers";
import { mailSignIn } from "@/lib/auth/mail-sign-in";
import { providerSignIn } from "@/lib/auth/provider-sign-in";
import type { Actor, ActorOf } from "@/lib/core/actor";
import { newId } from "@/lib/core/id";
import type { ProviderSignIn } from "@/lib/core/sign-in";
import { getRuntime, type Runtime } from "@/lib/runtime";
import { contextFor } from "@/lib/services/context";
import type { BrowserContext } from "@/lib/services/session/context";
import { ensureBrowserToken, readCookie } from "./cookies";

export type VisitorContext = BrowserContext<ActorOf<"visitor">>;

/** The request's context for this actor, with what its browser brought along. */
export async function browserContext<A extends Actor>(
  runtime: Runtime,
  actor: A,
): Promise<BrowserContext<A>> {
  const { PUBLIC_URL: publicUrl, AUTH_SECRET: secret } = runtime.env;
  const [head, sessionToken, browserToken] = await Promise.all([
    headers(),
    readCookie(publicUrl, "session"),
    readCookie(publicUrl, "browser"),
  ]);
  return {
    ...contextFor(runtime.base, actor, newId("req")),
    browser: {
      // server.ts has put the address there that it found out.
      address: head.get("x-forwarded-for"),
      userAgent: head.get("user-agent"),
      sessionToken,
      browserToken,
    },
    mailSignIn: mailSignIn({ publicUrl, secret }),
    provider: configuredProvider(runtime.env),
  };
}

function configuredProvider(env: Runtime["env"]): ProviderSignIn | null {
  const { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: id, OIDC_CLIENT_SECRET: secret } = env;
  if (!issuer || !id || !secret) return null;
  return providerSignIn({
    publicUrl: env.PUBLIC_URL,
    issuer,
    clientId: id,
    clientSecret: secret,
    scope: env.OIDC_SCOPE,
    name: env.OIDC_NAME,
    groupsClaim: env.OIDC_GROUPS_CLAIM,
    trust: {
      groups: env.OIDC_GROUPS ?? null,
      adminGroup: env.OIDC_ADMIN_GROUP ?? null,
      admits: env.OIDC_AUTO_ADMIT,
    },
  });
}

/** Whoever it is: for pages that are there before anyone is signed in. */
export async function visitor(): Promise<VisitorContext> {
  return browserContext(await getRuntime(), { kind: "visitor" });
}

/** The same context, in a browser that from now on is told from others. For actions: it sets a cookie. */
export async function withBrowserToken(ctx: VisitorContext): Promise<VisitorContext> {
  const browserToken = await ensureBrowserToken(ctx.config.publicUrl);
  return { ...ctx, browser: { ...ctx.browser, browserToken } };
}
