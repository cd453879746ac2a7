import { Auth } from "@auth/core";
import type { Adapter, AdapterUser } from "@auth/core/adapters";
import { isToken } from "@/lib/core/bearer-token";
import type { LiveSession } from "@/lib/core/sign-in";
import { authConfig, authRequest, type AuthSettings } from "./config";

/**
 * The live session behind a cookie's value, or null for nobody. Throws where the answer isn't known:
 * a database that doesn't answer must never look like "signed out".
 */
export async function readSession(
  settings: AuthSettings,
  find: (token: string) => Promise<LiveSession | null>,
  token: string | null,
): Promise<LiveSession | null> {
  if (!isToken(token)) return null;
  let live: LiveSession | null = null;
  let failure: { cause: unknown } | null = null;
  const adapter: Adapter = {
    // Auth logs what is thrown here and answers "nobody": so it is kept, and thrown again below.
    async getSessionAndUser(sessionToken) {
      try {
        live = await find(sessionToken);
      } catch (cause) {
        failure = { cause };
        throw cause;
      }
      if (!live) return null;
      const user: AdapterUser = { ...live.account, emailVerified: null };
      return { session: { sessionToken, userId: user.id, expires: live.expiresAt }, user };
    },
    deleteSession: async () => undefined, // the store judges the limits itself
    updateSession: async () => null, // sessions end at their absolute limit, they don't slide
  };
  const config = authConfig(settings, withSessionMethods(adapter), {
    callbacks: { session: ({ session }) => ({ expires: session.expires.toString() }) },
  });
  const answer = await Auth(authRequest(settings, "session", { session: token }), config);
  if (failure) throw (failure as { cause: unknown }).cause;
  if (answer instanceof Response) throw new Error(`reading the session failed: ${answer.status}`);
  return answer.body ? live : null;
}

/**
 * Auth asks that these exist wherever sessions are in a database and, once it has seen an email provider
 * anywhere in the process, those of its tokens too; reading a session calls none of them.
 */
function withSessionMethods(adapter: Adapter): Adapter {
  const uncalled = (): never => {
    throw new Error("not part of reading a session");
  };
  return {
    createUser: uncalled,
    getUser: uncalled,
    getUserByEmail: uncalled,
    getUserByAccount: uncalled,
    updateUser: uncalled,
    linkAccount: uncalled,
    createSession: uncalled,
    createVerificationToken: uncalled,
    useVerificationToken: uncalled,
    ...adapter,
  };
}
