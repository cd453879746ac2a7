import { mailSignIn } from "@/lib/auth/mail-sign-in";
import { passkeyCeremony } from "@/lib/auth/passkey-ceremony";
import type { Actor, ActorOf } from "@/lib/core/actor";
import { newToken } from "@/lib/core/bearer-token";
import { newId } from "@/lib/core/id";
import type { ProviderSignIn } from "@/lib/core/sign-in";
import { contextFor } from "@/lib/services/context";
import type { BrowserContext } from "@/lib/services/session/context";
import { TEST_SECRETS, type World } from "./seed";

interface Browser {
  sessionToken: string | null;
  browserToken: string | null;
  provider: ProviderSignIn | null;
}

/** What a service gets of a browser's request, without the browser. */
export function browserOf<A extends Actor>(
  { base }: World,
  actor: A,
  change: Partial<Browser> = {},
): BrowserContext<A> {
  const { publicUrl } = base.config;
  const { provider = null, sessionToken = null, browserToken = newToken() } = change;
  return {
    ...contextFor(base, actor, newId("req")),
    browser: { address: "192.0.2.7", userAgent: "a test", sessionToken, browserToken },
    passkeys: passkeyCeremony(publicUrl),
    mailSignIn: mailSignIn({ publicUrl, secret: TEST_SECRETS.keyPepper }),
    provider,
  };
}

export const visitorIn = (
  world: World,
  change: Partial<Browser> = {},
): BrowserContext<ActorOf<"visitor">> => browserOf(world, { kind: "visitor" }, change);
