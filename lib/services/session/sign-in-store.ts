import { hashToken } from "@/lib/core/bearer-token";
import { DomainError } from "@/lib/core/error";
import type { SignInStore, StartedSession } from "@/lib/core/sign-in";
import type { Executor } from "@/lib/data/database";
import { enqueueMail } from "@/lib/data/enqueue-mail";
import { isInvited, takeInvitation } from "@/lib/data/links";
import { insertMailToken, takeMailToken } from "@/lib/data/mail-tokens";
import { clearBounce } from "@/lib/data/recipients";
import { confirmAddress, findUserByEmail } from "@/lib/data/users";
import { record } from "../context";
import { admit } from "../user/admit";
import type { BrowserContext } from "./context";
import { startSession } from "./start";

/** What sign-in by mail reads and writes, all in one transaction, with the log's entries. */
export interface TransactionStore extends SignInStore {
  /** The session that was begun through this store. */
  started(): StartedSession;
}

export function signInStore(
  ctx: BrowserContext,
  tx: Executor,
  browserToken: string,
  linkTo: (token: string) => string,
): TransactionStore {
  const browserHash = hashToken(browserToken);
  let session = null as StartedSession | null;

  return {
    findAccount: (email) => findUserByEmail(tx, email),

    async mayAsk(email) {
      const user = await findUserByEmail(tx, email);
      return user ? user.status === "active" : isInvited(tx, email);
    },

    async sendMail({ email, token, tokenHash, expiresAt }) {
      if (!(await insertMailToken(tx, { email, tokenHash, browserHash, expiresAt }))) {
        await record(ctx, tx, {
          action: "sign_in.refused",
          data: { email, why: "mails_per_hour" },
        });
        return;
      }
      await enqueueMail(tx, {
        kind: "sign_in",
        recipient: email,
        payload: { url: linkTo(token), expires_at: expiresAt.toISOString() },
      });
      await record(ctx, tx, {
        action: "sign_in.link_sent",
        data: { email, address: ctx.browser.address },
      });
    },

    takeMailToken: ({ email, tokenHash }) => takeMailToken(tx, { email, tokenHash, browserHash }),

    async admitInvited(email) {
      const invitation = await takeInvitation(tx, email);
      if (!invitation)
        throw new DomainError("link_spent", "The invitation was withdrawn. Ask for a new one.");
      return admit(ctx, tx, invitation);
    },

    async confirmAddress(userId) {
      const account = await confirmAddress(tx, userId);
      if (!account) throw new Error("the account is gone");
      return account;
    },

    async startSession({ token, userId }) {
      // They came by a mail: so it arrives.
      if (await clearBounce(tx, userId))
        await record(ctx, tx, { action: "user.mail_cleared", subject: userId });
      session = await startSession(ctx, tx, { userId, method: "email", token });
      return session;
    },

    started() {
      if (!session) throw new Error("no session was begun");
      return session;
    },
  };
}
