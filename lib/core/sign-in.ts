import type { Role, SignInMethod } from "./actor";
import type { Id } from "./id";

/** A person, as signing in sees them. */
export interface Account {
  readonly id: Id<"usr">;
  readonly email: string;
  readonly name: string;
  readonly role: Role;
}

/** A session that may act now: not revoked, within both time limits, of an active person. */
export interface LiveSession {
  readonly id: Id<"ses">;
  readonly method: SignInMethod;
  readonly expiresAt: Date;
  readonly account: Account;
}

/** A session as it is begun. `token` goes into the cookie and is stored nowhere. */
export interface StartedSession {
  readonly token: string;
  readonly expiresAt: Date;
  /** True in the first session of someone who has no passkey. */
  readonly offerPasskey: boolean;
}

/** A sign-in mail as it is asked for: `token` goes into the mail, `tokenHash` into the database. */
export interface MailToken {
  readonly email: string;
  readonly token: string;
  readonly tokenHash: string;
  readonly expiresAt: Date;
}

/** Where signing in keeps its state. Each method is one read or one guarded write. */
export interface SignInStore {
  findAccount(email: string): Promise<Account | null>;
  /** True when the address belongs to someone who may sign in, or was invited. */
  mayAsk(email: string): Promise<boolean>;
  /** Stores the token and hands the mail to the outbox, together. */
  sendMail(mail: MailToken): Promise<void>;
  /** Spends the token where browser and deadline fit; false where they don't, and nothing changed. */
  takeMailToken(taken: { email: string; tokenHash: string }): Promise<boolean>;
  /** Makes the account of someone invited. Errors: link_spent. */
  admitInvited(email: string): Promise<Account>;
  confirmAddress(userId: Id<"usr">): Promise<Account>;
  /** Errors: unauthenticated, for a person who is suspended. */
  startSession(session: { token: string; userId: Id<"usr"> }): Promise<{ expiresAt: Date }>;
}

/** Sign-in by mail, as lib/auth does it over a store. */
export interface MailSignIn {
  /** What is stored of a token that came back in a link. */
  hashToken(token: string): string;
  /** False where the address may not ask; the caller answers alike in both cases. */
  request(store: SignInStore, email: string): Promise<boolean>;
  /** The new session's token, or null where the token doesn't stand. */
  confirm(store: SignInStore, given: { email: string; token: string }): Promise<string | null>;
}

/** What an OpenID Connect provider says of who signed in; its signature and all its bindings verified. */
export interface ProviderIdentity {
  readonly issuer: string;
  /** The provider's own name of the person, for ever: addresses change hands. */
  readonly subject: string;
  readonly email: string | null;
  readonly emailVerified: boolean;
  readonly name: string | null;
  /** In the provider's words. */
  readonly groups: readonly string[];
}

/** A sign-in as it was begun: what the answer has to fit. None of it leaves the server but `state`. */
export interface BegunSignIn {
  readonly state: string;
  readonly nonce: string;
  readonly codeVerifier: string;
}

/** Whom the deployment lets in, and into which groups, on the provider's word. */
export interface ProviderTrust {
  /** The provider's group → the slug of ours. Null: groups are made by hand only. */
  readonly groups: ReadonlyMap<string, string> | null;
  /** Whose members become admins where they are admitted. */
  readonly adminGroup: string | null;
  /** Whether a member of one of those groups needs no invitation. */
  readonly admits: boolean;
}

/** Sign-in at the provider, as lib/auth does it: authorization code, PKCE, state and nonce. */
export interface ProviderSignIn {
  /** What people call it. */
  readonly name: string;
  readonly trust: ProviderTrust;
  /** Where to send the browser. Throws where the provider doesn't answer. */
  begin(): Promise<BegunSignIn & { readonly url: string }>;
  /** Throws on anything that doesn't fit; `query` is what the browser came back with. */
  finish(query: string, begun: BegunSignIn): Promise<ProviderIdentity>;
}
