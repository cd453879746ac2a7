import { createHash } from "node:crypto";
import { Auth, type AuthConfig } from "@auth/core";
import type { Adapter, AdapterUser } from "@auth/core/adapters";
import { AccessDenied, AuthError, Verification } from "@auth/core/errors";
import type { EmailConfig } from "@auth/core/providers";
import { newToken } from "@/lib/core/bearer-token";
import type { Account, MailSignIn, SignInStore } from "@/lib/core/sign-in";
import { authConfig, authRequest, type AuthSettings } from "./config";

/** Long enough for a slow mail server, short enough that an old mail is worth nothing. */
const MAIL_TOKEN_TTL_S = 15 * 60;
const PROVIDER = "email";

const asUser = (account: Account): AdapterUser => ({ ...account, emailVerified: null });

/** Auth's email provider over a store; the caller gives a store inside its own transaction. */
export function mailSignIn(settings: AuthSettings): MailSignIn {
  return {
    // Auth's own formula: SHA-256(token ‖ secret).
    hashToken: (token) =>
      createHash("sha256").update(token).update(secretOf(settings)).digest("hex"),

    async request(store, email) {
      let token = "";
      const provider = emailProvider((sent) => (token = sent));
      const adapter: Adapter = {
        ...accounts(store),
        // The mail is handed to the outbox here, where the token is stored: both or neither.
        async createVerificationToken(row) {
          await store.sendMail({ email, token, tokenHash: row.token, expiresAt: row.expires });
          return row;
        },
        useVerificationToken: async () => null,
      };
      const config = authConfig(settings, adapter, {
        providers: [provider],
        callbacks: { signIn: () => store.mayAsk(email) },
      });
      try {
        await call(settings, config, `signin/${PROVIDER}`, { form: { email } });
        return true;
      } catch (error) {
        if (error instanceof AccessDenied && !error.cause) return false;
        throw causeOf(error);
      }
    },

    async confirm(store, { email, token }) {
      let started: string | null = null;
      const adapter: Adapter = {
        ...accounts(store),
        async useVerificationToken({ token: tokenHash }) {
          if (!(await store.takeMailToken({ email, tokenHash }))) return null;
          // The store judged the deadline, on the database's clock: Auth's own look must not differ.
          return { identifier: email, token: tokenHash, expires: new Date(Date.now() + 60_000) };
        },
        createVerificationToken: async () => null,
        createUser: async () => asUser(await store.admitInvited(email)),
        updateUser: async ({ id }) => asUser(await store.confirmAddress(id as Account["id"])),
        async createSession({ sessionToken, userId }) {
          const { expiresAt } = await store.startSession({
            token: sessionToken,
            userId: userId as Account["id"],
          });
          started = sessionToken;
          return { sessionToken, userId, expires: expiresAt };
        },
      };
      const config = authConfig(settings, adapter, {
        providers: [emailProvider(() => undefined)],
        session: { generateSessionToken: newToken },
      });
      try {
        await call(settings, config, `callback/${PROVIDER}`, { query: { email, token }, form: {} });
      } catch (error) {
        if (error instanceof Verification) return null;
        throw causeOf(error);
      }
      return started;
    },
  };
}

const secretOf = (settings: AuthSettings) => Buffer.from(settings.secret).toString("base64");

const accounts = (store: SignInStore): Adapter => ({
  async getUserByEmail(email) {
    const account = await store.findAccount(email);
    return account && asUser(account);
  },
});

/** Nothing is sent by Auth: `remember` learns the token, whose hash Auth then stores. */
const emailProvider = (remember: (token: string) => void): EmailConfig => ({
  id: PROVIDER,
  type: "email",
  name: "Email",
  maxAge: MAIL_TOKEN_TTL_S,
  generateVerificationToken: newToken,
  normalizeIdentifier: (email) => email, // the door's schema did
  async sendVerificationRequest({ token }) {
    remember(token);
  },
});

/** In raw mode Auth throws; a Response means that it refused its own configuration. */
async function call(
  settings: AuthSettings,
  config: AuthConfig & { raw: unknown },
  action: string,
  parts: Parameters<typeof authRequest>[2],
): Promise<void> {
  const answer: unknown = await Auth(authRequest(settings, action, parts), config);
  if (answer instanceof Response)
    throw new Error(
      `signing in by mail failed: ${answer.status} ${answer.headers.get("location")}`,
    );
}

/** What the store threw, out of the wrappers that Auth put around it. */
function causeOf(error: unknown): unknown {
  let inner = error;
  while (inner instanceof AuthError && inner.cause?.err) inner = inner.cause.err;
  return inner;
}
