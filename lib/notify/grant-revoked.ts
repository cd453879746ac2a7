import type { ApprovalRequest } from "@/lib/data/approval-request";
import { operationPhrase } from "@/lib/core/phrase";
import { shortText } from "@/lib/core/untrusted-text";
import type { MailContent } from "./mail-content";

/** Somebody objected to what was approved, before it ran. */
export function grantRevoked(
  request: ApprovalRequest,
  objection: { by: string; comment: string },
  publicUrl: string,
): MailContent {
  const { sentence } = operationPhrase({
    action: request.action,
    resource: request.resource,
    environment: request.environment.slug,
  });
  return {
    subject: `[${request.environment.slug}] ${sentence}: revoked before it ran`,
    heading: sentence,
    alerts: [],
    facts: [
      ["Revoked by", objection.by],
      ["Because", shortText(objection.comment, { head: 600, tail: 100 })],
      ["Asked by", `${request.agent} (agent)`],
    ],
    paragraphs: ["It was approved, and then somebody objected. Nothing ran, and nothing will."],
    button: { label: "See it", url: `${publicUrl}/operations/${request.operationId}` },
    footnote: "You get this because you approved it.",
  };
}
