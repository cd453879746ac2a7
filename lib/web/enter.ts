import type { StartedSession } from "@/lib/core/sign-in";
import type { BrowserContext } from "@/lib/services/session/context";
import { notePasskeyHere, writeSessionCookie } from "./cookies";

/** Where the browser goes once it is signed in; the token itself only ever goes into the cookie. */
export interface Entered {
  readonly to: string;
}

/** Hands the session to the browser; who has no passkey yet is offered one on the way. */
export async function enter(
  ctx: BrowserContext,
  session: StartedSession,
  next: string | undefined,
): Promise<Entered> {
  const { publicUrl } = ctx.config;
  await writeSessionCookie(publicUrl, session);
  const destination = nextUrl(publicUrl, next);
  if (!session.offerPasskey) return { to: destination };
  const welcome = new URL("/welcome", publicUrl);
  welcome.searchParams.set("next", destination);
  return { to: welcome.href };
}

/** The same, and the browser remembers that it has a passkey. */
export async function enterByPasskey(...entry: Parameters<typeof enter>): Promise<Entered> {
  await notePasskeyHere(entry[0].config.publicUrl);
  return enter(...entry);
}

/**
 * The page to go on to: `next` where it is one of ours, else the inbox. Whole, with the origin, since
 * a bare path may begin with `//` and so name another host.
 */
export function nextUrl(publicUrl: string, next: string | undefined): string {
  const home = new URL("/", publicUrl);
  const url = URL.canParse(next ?? "/", publicUrl) ? new URL(next ?? "/", publicUrl) : home;
  // A blob: URL has the origin of whoever made it, and is no page.
  return url.origin === publicUrl && url.protocol === home.protocol ? url.href : home.href;
}
