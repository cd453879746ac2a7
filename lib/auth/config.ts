import { raw, skipCSRFCheck, type AuthConfig } from "@auth/core";
import type { Adapter } from "@auth/core/adapters";
import type { Provider } from "@auth/core/providers";

/** What every call of Auth needs to know of the deployment. */
export interface AuthSettings {
  /** The configured origin; the request that Auth sees is always at it, whatever `Host` said. */
  readonly publicUrl: string;
  readonly secret: Uint8Array;
}

const BASE_PATH = "/api/auth";
const SESSION_COOKIE = "session";

/**
 * Auth's configuration, new for each call since Auth writes into it. Auth is called by us only, never
 * mounted as a route: its own sign-in link is consumed by GET, and a mail scanner's GET is not a person.
 */
export function authConfig(
  settings: AuthSettings,
  adapter: Adapter,
  parts: {
    providers?: Provider[];
    callbacks?: NonNullable<AuthConfig["callbacks"]>;
    session?: NonNullable<AuthConfig["session"]>;
  } = {},
): AuthConfig & { raw: typeof raw } {
  return {
    adapter,
    basePath: BASE_PATH,
    trustHost: true, // the URL is ours, see authRequest
    secret: Buffer.from(settings.secret).toString("base64"),
    session: { strategy: "database", ...parts.session },
    providers: parts.providers ?? [],
    callbacks: parts.callbacks ?? {},
    // Cookies are set by lib/web; this name only lives inside the request that we make.
    cookies: { sessionToken: { name: SESSION_COOKIE } },
    // What goes wrong is thrown and logged once by whoever called us, without tokens.
    logger: { error() {}, warn() {}, debug() {} },
    raw,
    // The door has compared Origin already, which is stricter.
    skipCSRFCheck,
  };
}

/** A request to one of Auth's actions, at the configured origin. */
export function authRequest(
  settings: AuthSettings,
  action: string,
  parts: { query?: Record<string, string>; form?: Record<string, string>; session?: string } = {},
): Request {
  const url = new URL(`${BASE_PATH}/${action}`, settings.publicUrl);
  url.search = new URLSearchParams(parts.query).toString();
  return new Request(url, {
    headers: parts.session ? { cookie: `${SESSION_COOKIE}=${parts.session}` } : {},
    ...(parts.form ? { method: "POST", body: new URLSearchParams(parts.form) } : {}),
  });
}
