import type { Executor } from "@/lib/data/database";
import { findOperationNews, type OperationNews } from "@/lib/data/operation-news";
import type { ClaimedMail } from "@/lib/data/outbox";
import { approvalNeeded } from "./approval-needed";
import { approvalVoid } from "./approval-void";
import { escalated, notice, objectionOpen, reminder } from "./asking-mails";
import type { Composed } from "./composed";
import { grantRevoked } from "./grant-revoked";
import { decided, expired, outcome } from "./news-mails";

const NO_LONGER = { skip: "the operation no longer waits for this person" } as const;

/** A mail about one operation, as that is now. */
export async function composeOperationMail(
  db: Executor,
  mail: ClaimedMail,
  publicUrl: string,
): Promise<Composed> {
  const { operation_id: operationId } = mail.payload;
  if (typeof operationId !== "string") return { broken: "no operation is named" };
  const news = await findOperationNews(db, operationId, mail.recipient);
  if (!news) return { broken: "the operation doesn't exist" };
  return composeNews(mail, news, publicUrl);
}

function composeNews(mail: ClaimedMail, news: OperationNews, publicUrl: string): Composed {
  const { payload } = mail;
  switch (mail.kind) {
    case "approval_needed":
      return news.waits ? { content: approvalNeeded(news, publicUrl) } : NO_LONGER;
    case "reminder": {
      const stage = payload["stage"] === "last" ? "last" : "half";
      if (!news.waits || news.touched) return NO_LONGER;
      return { content: reminder(news, stage, publicUrl) };
    }
    case "grant_revoked": {
      const { by, comment } = payload;
      if (typeof by !== "string" || typeof comment !== "string")
        return { broken: "nothing is told" };
      return { content: grantRevoked(news, { by, comment }, publicUrl) };
    }
    case "escalated":
      if (news.status !== "pending") return { skip: "it was decided meanwhile" };
      return { content: escalated(news, publicUrl) };
    case "notice":
      return { content: notice(news, publicUrl) };
    case "objection_open": {
      const { grant } = news;
      if (!news.eligible || !isObjectable(grant, news.now))
        return { skip: "it can't be objected to any more, or not by this person" };
      return { content: objectionOpen({ ...news, grant }, publicUrl) };
    }
    case "decided":
      if (news.status !== "approved" && news.status !== "denied")
        return { skip: "it isn't decided" };
      if (news.eligible && isObjectable(news.grant, news.now))
        return { skip: "told with the objection window" };
      return { content: decided(news, publicUrl) };
    case "expired":
      return news.status === "expired"
        ? { content: expired(news, publicUrl) }
        : { skip: "it hasn't expired" };
    case "outcome": {
      const content = outcome(news, publicUrl);
      if (!content || payload["action"] !== `grant.${news.grant?.status}`)
        return { skip: "a later result is told instead" };
      return { content };
    }
    case "approval_void": {
      const { grew } = payload;
      return isTexts(grew)
        ? { content: approvalVoid(news, grew, publicUrl) }
        : { broken: "nothing is told" };
    }
    default:
      return { broken: "there is no such kind of mail" };
  }
}

const isObjectable = (
  grant: OperationNews["grant"],
  now: Date,
): grant is NonNullable<OperationNews["grant"]> =>
  grant !== null && grant.status === "issued" && grant.notBefore > now;

const isTexts = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every((text) => typeof text === "string");
