import { shortText } from "@/lib/core/untrusted-text";
import type { ApprovalRequest } from "@/lib/data/approval-request";
import type { MailContent } from "./mail-content";
import { FACT_KEEP, identity, reviewUrl, sentenceOf, subjectOf } from "./operation-facts";
import { utcTime } from "./utc-time";

/**
 * Asks a reviewer for a decision, and gives them no way to make it from the mail. It depends on nothing
 * but what is stored, so that a second attempt sends the same bytes.
 */
export function approvalNeeded(request: ApprovalRequest, publicUrl: string): MailContent {
  const { environment, report, resource } = request;
  const contradicted = report.claims.filter((claim) => claim.verdict === "contradicted");
  const open = report.unknowns.length;
  return {
    subject: `${subjectOf(request)}: needs your approval`,
    heading: sentenceOf(request),
    alerts: contradicted.map(
      ({ claim, said, because }) =>
        `Contradicted: the agent says ${claim} "${shortText(said)}". ${shortText(because, FACT_KEEP)}`,
    ),
    facts: [
      ...identity(resource),
      ["Asked by", `${request.agent} (agent)`],
      ["Environment", describe(environment)],
      ["Risk", `${request.risk.toUpperCase()}: ${report.risk.because.join(" ")}`],
      ["Effect", shortText(report.headline, FACT_KEEP)],
      ["Undo", shortText(report.reversibility.because, FACT_KEEP)],
      [
        "Not known",
        open === 0 ? "no open question" : `${open} open ${open === 1 ? "question" : "questions"}`,
      ],
      ["Decide by", `${utcTime(request.expiresAt)}, ${span(request)} after it was asked`],
    ],
    paragraphs: [],
    button: { label: "Review", url: reviewUrl(request, publicUrl) },
    footnote:
      "The link only opens the page; nothing is decided by opening it, and it opens for nobody who isn't signed in. Without a decision in time nothing runs.",
  };
}

const describe = ({ slug, kind }: ApprovalRequest["environment"]) =>
  slug === kind ? slug : `${slug} (${kind})`;

function span({ createdAt, expiresAt }: ApprovalRequest): string {
  const minutes = Math.round((expiresAt.getTime() - createdAt.getTime()) / 60_000);
  return minutes < 120 ? `${minutes} min` : `${Math.round(minutes / 60)} hours`;
}
