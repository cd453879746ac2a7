import type { Actor } from "@/lib/core/actor";
import type { MailSignIn, ProviderSignIn } from "@/lib/core/sign-in";
import type { ServiceContext } from "../context";

/** What a browser's request brings along; none of it is proof of anything by itself. */
export interface BrowserRequest {
  readonly address: string | null;
  readonly userAgent: string | null;
  /** The session cookie, so that signing in again ends the session before. */
  readonly sessionToken: string | null;
  /** The cookie that ties a sign-in mail to the browser that asked for it. */
  readonly browserToken: string | null;
}

/** A context whose caller is a browser, with sign-in by mail of lib/auth. */
export interface BrowserContext<A extends Actor = Actor> extends ServiceContext<A> {
  readonly browser: BrowserRequest;
  readonly mailSignIn: MailSignIn;
  /** Null where none is configured. */
  readonly provider: ProviderSignIn | null;
}
