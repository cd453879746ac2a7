import { shortText } from "@/lib/core/untrusted-text";
import type { GrantStatus } from "@/lib/core/operation";
import type { OperationNews } from "@/lib/data/operation-news";
import type { MailContent } from "./mail-content";
import { askedFacts, FACT_KEEP, reviewUrl, sentenceOf, subjectOf } from "./operation-facts";
import { utcTime } from "./utc-time";

/** To everyone who was asked, who gave a verdict, and the agent's owner. */
export function decided(news: OperationNews, publicUrl: string): MailContent {
  const denied = news.status === "denied";
  return {
    subject: `${subjectOf(news)}: ${denied ? "denied" : "approved"}${news.canary ? " (a canary)" : ""}`,
    heading: `${denied ? "Denied" : "Approved"}: ${sentenceOf(news)}`,
    alerts: news.canary && !denied ? ["It was planted, and should have been denied."] : [],
    facts: [
      ...verdictFacts(news),
      ...(news.decidedAt ? [["At", utcTime(news.decidedAt)] as const] : []),
      ...askedFacts(news),
    ],
    paragraphs: [consequence(news)],
    button: { label: "See the operation", url: reviewUrl(news, publicUrl) },
    footnote: "You get this because you were asked, decided, or own the agent.",
  };
}

function consequence({ canary, status }: OperationNews): string {
  if (canary)
    return "An admin planted it, to see whether requests are read. No permission was given: nothing ran, and nothing will.";
  return status === "denied"
    ? "Nothing ran, and nothing will. The agent has been told."
    : "The agent has a permission that works once, for exactly this.";
}

/** Time ran out, which is never a yes. */
export function expired(news: OperationNews, publicUrl: string): MailContent {
  return {
    subject: `${subjectOf(news)}: expired, nothing ran`,
    heading: `Expired: ${sentenceOf(news)}`,
    alerts: [],
    facts: [["Ended", utcTime(news.expiresAt)], ...verdictFacts(news), ...askedFacts(news)],
    paragraphs: [
      "Not enough people decided in time, so nothing ran. The agent has to ask again if it still wants it.",
    ],
    button: { label: "See the operation", url: reviewUrl(news, publicUrl) },
    footnote: "You get this because you were asked, decided, or own the agent.",
  };
}

const OUTCOMES: Partial<Record<GrantStatus, { word: string; alert?: string; says: string }>> = {
  succeeded: { word: "succeeded", says: "It ran, and succeeded." },
  lapsed: { word: "not started", says: "Nothing was started. A new approval is needed." },
  failed: {
    word: "FAILED",
    alert: "It was begun and failed: look at what state it left.",
    says: "It isn't tried again by itself.",
  },
  unknown: {
    word: "OUTCOME UNKNOWN",
    alert: "It was begun, and nobody knows how it ended: look at what state it left.",
    says: "It isn't tried again by itself, and it may have run.",
  },
};

/** What the enforcement point reported, or didn't: to who approved, and the agent's owner. */
export function outcome(news: OperationNews, publicUrl: string): MailContent | null {
  const told = news.grant && OUTCOMES[news.grant.status];
  if (!news.grant || !told) return null;
  const { detail, actual } = news.grant;
  return {
    subject: `${subjectOf(news)}: ${told.word}`,
    heading: `${told.word.charAt(0).toUpperCase()}${told.word.slice(1).toLowerCase()}: ${sentenceOf(news)}`,
    alerts: told.alert ? [told.alert] : [],
    facts: [
      ...(detail ? [["Reported", shortText(detail, FACT_KEEP)] as const] : []),
      ...(actual && Object.keys(actual).length > 0
        ? [["Figures", shortText(JSON.stringify(actual), FACT_KEEP)] as const]
        : []),
      ...askedFacts(news),
    ],
    paragraphs: [told.says],
    button: { label: "See the operation", url: reviewUrl(news, publicUrl) },
    footnote: "You get this because you approved it, or own the agent.",
  };
}

const VERBS = { approve: "Approved by", deny: "Denied by" } as const;

/** One line for each verdict; what the policy decided by itself has none. */
function verdictFacts({ verdicts, reason, status }: OperationNews): [string, string][] {
  const facts = (["deny", "approve"] as const).flatMap((verdict): [string, string][] => {
    const those = verdicts.filter((one) => one.verdict === verdict);
    const said = those.map(({ name, comment }) =>
      comment ? `${shortText(name)}: "${shortText(comment, FACT_KEEP)}"` : shortText(name),
    );
    return those.length > 0 ? [[VERBS[verdict], said.join("; ")]] : [];
  });
  if (facts.length > 0 || status === "expired") return facts;
  return [["Decided by", reason ? `the policy: ${shortText(reason, FACT_KEEP)}` : "the policy"]];
}
