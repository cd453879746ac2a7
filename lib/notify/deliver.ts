import type { AuditEntry } from "@/lib/audit/entry";
import type { AuditEventInput } from "@/lib/core/audit-event";
import type { Database } from "@/lib/data/database";
import { admitMail } from "@/lib/data/mail-admission";
import { tellEvent } from "@/lib/data/tell";
import { claimMails, endMail, postponeMail, type ClaimedMail } from "@/lib/data/outbox";
import { composeMail } from "./compose";
import { htmlPart } from "./html-part";
import { listHeaders, mailSubject } from "./mail-content";
import type { Mailer } from "./mailer";
import { textPart } from "./text-part";

export interface DeliveryContext {
  readonly db: Database;
  readonly mailer: Mailer;
  readonly publicUrl: string;
  /** Signs the links by which people turn a kind of mail off. */
  readonly keyPepper: Uint8Array;
  readonly entryFor: (event: AuditEventInput) => AuditEntry;
  readonly warn: (facts: object, message: string) => void;
}

const BATCH = 5;
/** Longer than a send may take, so that a lease ends only when its worker is gone. */
const LEASE_S = 60;
/** With the delays below: two and a half hours, past which nobody waits for the mail. */
export const ATTEMPTS_MAX = 12;
const DELAY_FIRST_S = 5;
const DELAY_MAX_S = 3600;
const JITTER = 0.25;

/** Seconds until the next attempt: doubling from 5 s to an hour, a quarter more or less by chance. */
export function retryDelay_s(attempts: number, random: number): number {
  const base = Math.min(DELAY_FIRST_S * 2 ** (attempts - 1), DELAY_MAX_S);
  return base * (1 - JITTER + 2 * JITTER * random);
}

/** Claims what is due and sends it; any number of workers may. Returns how many mails it held. */
export async function deliverDue(ctx: DeliveryContext): Promise<number> {
  const mails = await claimMails(ctx.db, { limit: BATCH, lease_s: LEASE_S });
  await Promise.all(
    mails.map((mail) =>
      deliver(ctx, mail).catch((error: unknown) =>
        ctx.warn({ mail: mail.id, err: error }, "a mail's delivery broke off; its lease will end"),
      ),
    ),
  );
  return mails.length;
}

async function deliver(ctx: DeliveryContext, mail: ClaimedMail): Promise<void> {
  if (mail.kind === "event") return tellEvent(ctx.db, mail);
  const composed = await composeMail(ctx.db, mail, ctx);
  if ("skip" in composed) {
    await endMail(ctx.db, mail, { as: "dead", note: `skipped: ${composed.skip}`, entry: null });
    return;
  }
  if ("broken" in composed) return bury(ctx, mail, composed.broken);
  // A claim that nobody finished counts too: a mail that ends its worker must not do so for ever.
  if (mail.attempts > ATTEMPTS_MAX) return bury(ctx, mail, "too many attempts");
  if (/[\s\p{C}]/u.test(mail.recipient)) return bury(ctx, mail, "not a mail address");

  if (!(await admitMail(ctx.db, mail))) return;

  const { content } = composed;
  let result: Awaited<ReturnType<Mailer>>;
  try {
    result = await ctx.mailer({
      id: mail.id,
      to: mail.recipient,
      subject: mailSubject(content),
      text: textPart(content),
      html: await htmlPart(content),
      headers: listHeaders(content),
    });
  } catch (error) {
    const name = error instanceof Error ? error.name : "unknown";
    result = { ok: false, error: `sending failed (${name})`, lasting: false };
  }
  if (result.ok) {
    const entry = ctx.entryFor(event("mail.sent", mail, { provider_id: result.providerId }));
    await endMail(ctx.db, mail, { as: "sent", note: null, entry });
  } else if (result.lasting || mail.attempts >= ATTEMPTS_MAX) {
    await bury(ctx, mail, result.error);
  } else {
    const delay_s = retryDelay_s(mail.attempts, Math.random());
    ctx.warn(
      { mail: mail.id, error: result.error, delay_s: Math.round(delay_s) },
      "a mail wasn't sent; trying again",
    );
    await postponeMail(ctx.db, mail, { delay_s, error: result.error });
  }
}

/** Gives a mail up, where an operator can see it. */
async function bury(ctx: DeliveryContext, mail: ClaimedMail, error: string): Promise<void> {
  ctx.warn({ mail: mail.id, kind: mail.kind, error }, "a mail can't be sent; given up");
  const entry = ctx.entryFor(event("mail.dead", mail, { error }));
  await endMail(ctx.db, mail, { as: "dead", note: error, entry });
}

const event = (
  action: "mail.sent" | "mail.dead",
  mail: ClaimedMail,
  data: Record<string, unknown>,
): AuditEventInput => ({
  action,
  subject: mail.id,
  ...(mail.operationId ? { operationId: mail.operationId } : {}),
  data: { kind: mail.kind, recipient: mail.recipient, attempts: mail.attempts, ...data },
});
