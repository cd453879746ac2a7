import type { ApprovalRequest } from "@/lib/data/approval-request";
import { shortText } from "@/lib/core/untrusted-text";
import type { MailContent } from "./mail-content";
import { identity, reviewUrl, sentenceOf, subjectOf } from "./operation-facts";

/** Somebody objected to what was approved, before it ran. */
export function grantRevoked(
  request: ApprovalRequest,
  objection: { by: string; comment: string },
  publicUrl: string,
): MailContent {
  return {
    subject: `${subjectOf(request)}: revoked before it ran`,
    heading: sentenceOf(request),
    alerts: [],
    facts: [
      ...identity(request.resource),
      ["Revoked by", objection.by],
      ["Because", shortText(objection.comment, { head: 600, tail: 100 })],
      ["Asked by", `${request.agent} (agent)`],
    ],
    paragraphs: ["It was approved, and then somebody objected. Nothing ran, and nothing will."],
    button: { label: "See it", url: reviewUrl(request, publicUrl) },
    footnote: "You get this because you approved it.",
  };
}
