import type { ApprovalRequest } from "@/lib/data/approval-request";
import { operationPhrase } from "@/lib/core/phrase";
import { shortText } from "@/lib/core/untrusted-text";
import type { MailContent } from "./mail-content";

/** What was approved has grown meanwhile: nothing ran, and this says why. */
export function approvalVoid(
  request: ApprovalRequest,
  grew: readonly string[],
  publicUrl: string,
): MailContent {
  const { sentence } = operationPhrase({
    action: request.action,
    resource: request.resource,
    environment: request.environment.slug,
  });
  return {
    subject: `[${request.environment.slug}] ${sentence}: your approval is void`,
    heading: sentence,
    alerts: grew.map((reason) => shortText(reason, { head: 300, tail: 40 })),
    facts: [["Asked by", `${request.agent} (agent)`]],
    paragraphs: [
      "Just before it was to run, it would have destroyed more than was approved. Nothing ran. The agent has to ask again.",
    ],
    button: { label: "See what changed", url: `${publicUrl}/operations/${request.operationId}` },
    footnote: "You get this because you approved it.",
  };
}
