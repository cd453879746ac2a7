import type { OperationNews } from "@/lib/data/operation-news";
import { approvalNeeded } from "./approval-needed";
import type { MailContent } from "./mail-content";
import { askedFacts, reviewUrl, sentenceOf, subjectOf } from "./operation-facts";
import { utcTime } from "./utc-time";

/** Once more, before it expires. */
export function reminder(
  news: OperationNews,
  stage: "half" | "last",
  publicUrl: string,
): MailContent {
  const content = approvalNeeded(news, publicUrl);
  const last = stage === "last";
  return {
    ...content,
    subject: `${subjectOf(news)}: ${last ? "minutes left to decide" : "still needs your approval"}`,
    paragraphs: [
      last
        ? "Nobody has decided yet, and minutes are left. Without a decision it expires, and nothing runs."
        : "Nobody has decided yet, and half of its time is over.",
    ],
  };
}

/** To the group of an escalation: nobody decided in the time that the policy allows. */
export function escalated(news: OperationNews, publicUrl: string): MailContent {
  return {
    subject: `${subjectOf(news)}: nobody has decided, escalated to you`,
    heading: sentenceOf(news),
    alerts: ["Nobody has decided this in the time that the policy allows."],
    facts: [...askedFacts(news), ["Decide by", utcTime(news.expiresAt)]],
    paragraphs: [
      news.eligible
        ? "You may decide it yourself."
        : "You aren't among those who may approve it: make sure that one of them looks.",
    ],
    button: { label: "Review", url: reviewUrl(news, publicUrl) },
    footnote: "You get this because the policy escalates to a group that you are in.",
  };
}

/** To groups that the policy wants told; they aren't asked. */
export function notice(news: OperationNews, publicUrl: string): MailContent {
  return {
    subject: `${subjectOf(news)}: was asked for`,
    heading: sentenceOf(news),
    alerts: [],
    facts: [...askedFacts(news), ["State", news.status]],
    paragraphs: ["You are told, not asked: others decide it."],
    button: { label: "See the operation", url: reviewUrl(news, publicUrl) },
    footnote: "You get this because the policy wants a group told that you are in.",
  };
}

/** Approved, and not yet valid: whoever could have approved may still stop it. */
export function objectionOpen(
  news: OperationNews & { grant: NonNullable<OperationNews["grant"]> },
  publicUrl: string,
): MailContent {
  return {
    subject: `${subjectOf(news)}: approved, and you may still object`,
    heading: sentenceOf(news),
    alerts: [`It may run from ${utcTime(news.grant.notBefore)}, unless somebody objects.`],
    facts: [...askedFacts(news), ["Approved by", approversOf(news)]],
    paragraphs: ["Open it to object. Without an objection nothing more is asked of you."],
    button: { label: "Look at it", url: reviewUrl(news, publicUrl) },
    footnote: "The link only opens the page; nothing is decided by opening it.",
  };
}

const approversOf = ({ verdicts }: OperationNews) =>
  verdicts
    .filter(({ verdict }) => verdict === "approve")
    .map(({ name }) => name)
    .join(", ") || "the policy";
