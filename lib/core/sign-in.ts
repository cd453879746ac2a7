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
