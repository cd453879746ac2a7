import { UnsubscribeSchema, type Unsubscribe } from "@/lib/contract/mail";
import { DomainError } from "@/lib/core/error";
import type { MailChoice } from "@/lib/core/mail-choice";
import { readUnsubscription } from "@/lib/core/unsubscribe-token";
import { listMuted, muteByLink } from "@/lib/data/recipients";
import { record, type ServiceContext } from "../context";
import { parseInput } from "../input";

/** What the link would turn off, and whether it still is on; null where it isn't ours. Changes nothing. */
export async function lookAtUnsubscription(
  ctx: ServiceContext,
  token: string,
): Promise<{ choice: MailChoice; on: boolean } | null> {
  const asked = readUnsubscription(token, ctx.config.keyPepper);
  if (!asked) return null;
  const muted = await listMuted(ctx.db, asked.userId);
  return { choice: asked.choice, on: !muted.includes(asked.choice) };
}

/**
 * Turns off one optional kind of mail, for whoever has the link: a session isn't asked for, since all
 * that a mail scanner could do by it is this. Repeatable. Errors: not_found.
 */
export async function unsubscribe(ctx: ServiceContext, input: Unsubscribe): Promise<void> {
  const { token } = parseInput(UnsubscribeSchema, input);
  const asked = readUnsubscription(token, ctx.config.keyPepper);
  if (!asked) throw new DomainError("not_found", "This link isn't one of ours.");
  const { userId, choice } = asked;
  await ctx.db.transaction(async (tx) => {
    if (!(await muteByLink(tx, { userId, name: choice }))) return;
    await record(ctx, tx, {
      action: "user.mail_choice",
      subject: userId,
      data: { name: choice, to: "off", by: "link" },
    });
  });
}
