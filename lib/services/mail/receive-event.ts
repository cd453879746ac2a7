import type { ResendEvent } from "@/lib/contract/mail";
import { shortText } from "@/lib/core/untrusted-text";
import { mailBounced } from "@/lib/data/enqueue-mail";
import { rememberWebhook } from "@/lib/data/received-webhooks";
import { markBounced } from "@/lib/data/recipients";
import { record, type ServiceContext } from "../context";

/**
 * What became of a mail, from its provider, whose signature was checked. An address that can't be
 * reached, or whose owner complains, gets nothing more but sign-in mails; the admins are told. Once per id.
 */
export async function receiveMailEvent(
  ctx: ServiceContext,
  { id, event }: { id: string; event: ResendEvent },
): Promise<void> {
  const reason = reasonOf(event);
  if (reason === null) return;
  await ctx.db.transaction(async (tx) => {
    if (!(await rememberWebhook(tx, id))) return;
    for (const to of event.data.to) {
      const userId = await markBounced(tx, addressIn(to), reason);
      if (userId === null) continue;
      await record(ctx, tx, { action: "user.mail_bounced", subject: userId, data: { reason } });
      await mailBounced(tx, userId);
    }
  });
}

/** Null for what may pass by itself: a full mailbox, a server that is down. */
function reasonOf(event: ResendEvent): string | null {
  if (event.type === "email.complained") return "Reported as spam by its reader";
  const { type, subType, message } = event.data.bounce;
  if (type !== "Permanent") return null;
  const said = [subType, message].filter(Boolean).join(": ") || "no reason was given";
  return shortText(said, { head: 200, tail: 40 });
}

/** `Robin <robin@example.com>` too. */
const addressIn = (to: string) =>
  (/<([^<>]+)>\s*$/.exec(to)?.[1] ?? to).normalize("NFKC").trim().toLowerCase();
