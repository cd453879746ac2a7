import type { ApprovalRequest } from "@/lib/data/approval-request";
import { shortText } from "@/lib/core/untrusted-text";
import type { MailContent } from "./mail-content";
import { identity, reviewUrl, sentenceOf, subjectOf } from "./operation-facts";

/** What was approved has grown meanwhile: nothing ran, and this says why. */
export function approvalVoid(
  request: ApprovalRequest,
  grew: readonly string[],
  publicUrl: string,
): MailContent {
  return {
    subject: `${subjectOf(request)}: your approval is void`,
    heading: sentenceOf(request),
    alerts: grew.map((reason) => shortText(reason, { head: 300, tail: 40 })),
    facts: [...identity(request.resource), ["Asked by", `${request.agent} (agent)`]],
    paragraphs: [
      "Just before it was to run, it would have destroyed more than was approved. Nothing ran. The agent has to ask again.",
    ],
    button: { label: "See what changed", url: reviewUrl(request, publicUrl) },
    footnote: "You get this because you approved it.",
  };
}
