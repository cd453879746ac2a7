import type { Digest, DigestLine } from "@/lib/data/digests";
import type { MailContent } from "./mail-content";
import { sentenceOf } from "./operation-facts";
import { utcTime } from "./utc-time";

const operations = (count: number) => `${count} ${count === 1 ? "operation" : "operations"}`;
const sentence = (line: DigestLine) =>
  sentenceOf({ ...line, environment: { slug: line.environment } });
const more = ({ count, lines }: Digest): string[] =>
  count > lines.length ? [`And ${count - lines.length} more.`] : [];

const FOOTNOTE =
  "Many came at once, so they are told in one mail. You can have one mail each: see Settings.";

/** All that waits for the reader, the most dangerous first. */
export function approvalDigest(digest: Digest, publicUrl: string): MailContent {
  const worst = digest.lines[0];
  return {
    subject: `${operations(digest.count)} ${digest.count === 1 ? "needs" : "need"} your approval${worst ? ` (${worst.risk.toUpperCase()} first)` : ""}`,
    heading: `${operations(digest.count)} ${digest.count === 1 ? "waits" : "wait"} for you`,
    alerts: [],
    facts: digest.lines.map((line, i) => [
      `${i + 1}. ${line.risk.toUpperCase()}`,
      `${sentence(line)}, until ${utcTime(line.expiresAt)}`,
    ]),
    paragraphs: more(digest),
    button: { label: "Open the inbox", url: `${publicUrl}/` },
    footnote: `${FOOTNOTE} Nothing is decided by opening the link.`,
  };
}

/** What became of many at once; what failed, or may have, comes first. */
export function newsDigest(digest: Digest, publicUrl: string): MailContent {
  const bad = digest.lines.filter(
    ({ grantStatus }) => grantStatus === "failed" || grantStatus === "unknown",
  ).length;
  return {
    subject: `News of ${operations(digest.count)}${bad > 0 ? `: ${bad} FAILED OR UNKNOWN` : ""}`,
    heading: `News of ${operations(digest.count)}`,
    alerts: bad > 0 ? [`${operations(bad)} failed, or nobody knows how they ended.`] : [],
    facts: digest.lines.map((line, i) => [`${i + 1}. ${becameOf(line)}`, sentence(line)]),
    paragraphs: more(digest),
    button: { label: "Open the history", url: `${publicUrl}/history` },
    footnote: FOOTNOTE,
  };
}

function becameOf({ status, grantStatus }: DigestLine): string {
  switch (grantStatus) {
    case "failed":
      return "FAILED";
    case "unknown":
      return "OUTCOME UNKNOWN";
    case "succeeded":
      return "succeeded";
    case "lapsed":
      return "not started";
    default:
      return status;
  }
}
