import { shortText } from "@/lib/core/untrusted-text";
import type { ClaimedDelivery } from "@/lib/data/webhook-deliveries";
import { placeOf } from "./event-place";
import { mailText } from "./mail-content";
import { sentenceOf } from "./operation-facts";

const WORDS: Readonly<Record<string, string>> = {
  "operation.submitted": "Asked for",
  "operation.approved": "Approved",
  "operation.denied": "Denied",
  "operation.expired": "Expired, nothing ran",
  "operation.cancelled": "Cancelled by its agent",
  "operation.escalated": "Nobody has decided",
  "grant.issued": "Permission given",
  "grant.claimed": "Begun",
  "grant.succeeded": "Succeeded",
  "grant.failed": "🔴 FAILED",
  "grant.unknown": "🔴 OUTCOME UNKNOWN",
  "grant.lapsed": "Not started",
  "grant.revoked": "Permission revoked",
  "environment.frozen": "❄ Frozen",
  "installation.frozen": "❄ Frozen",
  "webhook.tested": "Countersign can reach this channel",
};

/**
 * What an agent wrote, as Slack may show it: visible, no link of it works, and nothing in it is a
 * mention, an emoji or a format, which Slack knows by `&`, `<`, `>` and by the marks below.
 */
export const slackText = (text: string): string =>
  mailText(text)
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replace(/[*_~`@#:]/g, (mark) => `\u2060${mark}\u2060`);

const plain = (text: string) => ({ type: "plain_text", text, emoji: false });

/** For an incoming webhook of Slack: a sentence, a few facts, one button that leads to the page. */
export function slackBody({ entry, event, operation }: ClaimedDelivery, publicUrl: string) {
  const word =
    event === "security.*"
      ? `🚨 ${slackText(entry.action)}`
      : (WORDS[entry.action] ?? slackText(entry.action));
  const place = operation ? null : placeOf(entry);
  const about = operation
    ? sentenceOf({
        action: operation.action,
        resource: operation.resource,
        environment: { slug: operation.environment },
      })
    : place === "*"
      ? "everything"
      : place === null
        ? null
        : shortText(place);
  const planted = operation?.canary ? " (a canary)" : "";
  const sentence = about === null ? word : `${word}${planted}: ${slackText(about)}`;
  const url = operation ? `${publicUrl}/operations/${operation.id}` : `${publicUrl}/audit`;
  return {
    text: sentence,
    mrkdwn: false,
    unfurl_links: false,
    unfurl_media: false,
    blocks: [
      { type: "section", text: plain(sentence) },
      ...(operation
        ? [
            {
              type: "section",
              fields: [
                plain(`Risk: ${operation.risk.toUpperCase()}`),
                plain(`Asked by: ${slackText(shortText(operation.agent))} (agent)`),
              ],
            },
          ]
        : []),
      {
        type: "actions",
        elements: [{ type: "button", text: plain(operation ? "Review" : "See the log"), url }],
      },
    ],
  };
}
