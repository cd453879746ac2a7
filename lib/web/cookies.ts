import { cookies } from "next/headers";
import { newToken } from "@/lib/core/bearer-token";
import type { StartedSession } from "@/lib/core/sign-in";

/**
 * `session`: who is signed in. `browser`: ties a sign-in mail to the browser that asked. `passkey`: a
 * passkey was used here before, so the sign-in page may ask for it by itself.
 */
type CookieName = "session" | "browser" | "passkey";

/** As long as browsers keep any cookie. */
const YEAR_S = 365 * 24 * 3600;

/** `__Host-` needs https; over plain http, on localhost, the browser would refuse it. */
const fullName = (publicUrl: string, name: CookieName): string =>
  publicUrl.startsWith("https:") ? `__Host-countersign_${name}` : `countersign_${name}`;

export async function readCookie(publicUrl: string, name: CookieName): Promise<string | null> {
  return (await cookies()).get(fullName(publicUrl, name))?.value ?? null;
}

// Lax: a link in a mail, from another site, has to find the reviewer signed in. What changes anything
// compares Origin.
async function writeCookie(
  publicUrl: string,
  name: CookieName,
  value: string,
  lifetime: { expires: Date } | { maxAge: number },
): Promise<void> {
  (await cookies()).set(fullName(publicUrl, name), value, {
    httpOnly: true,
    secure: publicUrl.startsWith("https:"),
    sameSite: "lax",
    path: "/",
    ...lifetime,
  });
}

export const writeSessionCookie = (publicUrl: string, session: StartedSession): Promise<void> =>
  writeCookie(publicUrl, "session", session.token, { expires: session.expiresAt });

export const clearSessionCookie = (publicUrl: string): Promise<void> =>
  writeCookie(publicUrl, "session", "", { maxAge: 0 });

export const notePasskeyHere = (publicUrl: string): Promise<void> =>
  writeCookie(publicUrl, "passkey", "1", { maxAge: YEAR_S });

/** This browser's token, made where it has none yet. */
export async function ensureBrowserToken(publicUrl: string): Promise<string> {
  const known = await readCookie(publicUrl, "browser");
  const token = known ?? newToken();
  await writeCookie(publicUrl, "browser", token, { maxAge: YEAR_S });
  return token;
}
