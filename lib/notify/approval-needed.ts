import { operationPhrase } from "@/lib/core/phrase";
import { shortText } from "@/lib/core/untrusted-text";
import type { ApprovalRequest } from "@/lib/data/approval-request";
import type { MailContent } from "./mail-content";
import { utcTime } from "./utc-time";

const FACT_KEEP = { head: 300, tail: 60 };

/**
 * Asks a reviewer for a decision, and gives them no way to make it from the mail. It depends on nothing
 * but what is stored, so that a second attempt sends the same bytes.
 */
export function approvalNeeded(request: ApprovalRequest, publicUrl: string): MailContent {
  const { environment, report, resource } = request;
  const name = shortText(resource.name ?? resource.id, { head: 60, tail: 20 });
  const phrase = operationPhrase({
    action: request.action,
    resource: { id: resource.id, name },
    environment: environment.slug,
  });
  const contradicted = report.claims.filter((claim) => claim.verdict === "contradicted");
  const open = report.unknowns.length;
  return {
    subject: `[${environment.slug}] ${phrase.verb} ${name}: needs your approval`,
    heading: phrase.sentence,
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
    button: { label: "Review", url: `${publicUrl}/operations/${request.operationId}` },
    footnote:
      "The link only opens the page; nothing is decided by opening it, and it opens for nobody who isn't signed in. Without a decision in time nothing runs.",
  };
}

/** Only the id is what the grant is for; a name is what the agent says that it is called. */
const identity = ({ id, name }: ApprovalRequest["resource"]): [string, string][] =>
  name === null || name === id
    ? []
    : [["Resource", `${shortText(id)}; the agent calls it ${shortText(name)}`]];

const describe = ({ slug, kind }: ApprovalRequest["environment"]) =>
  slug === kind ? slug : `${slug} (${kind})`;

function span({ createdAt, expiresAt }: ApprovalRequest): string {
  const minutes = Math.round((expiresAt.getTime() - createdAt.getTime()) / 60_000);
  return minutes < 120 ? `${minutes} min` : `${Math.round(minutes / 60)} hours`;
}
