import { operationPhrase } from "@/lib/core/phrase";
import { shortText } from "@/lib/core/untrusted-text";
import type { ApprovalRequest } from "@/lib/data/approval-request";
import type { MailContent } from "./mail-content";

export const FACT_KEEP = { head: 300, tail: 60 };

interface Named extends Pick<ApprovalRequest, "action" | "resource"> {
  readonly environment: { readonly slug: string };
}

/** `[production] Delete volume pg-data`, the beginning of every subject about an operation. */
export function subjectOf({ action, resource, environment: { slug } }: Named): string {
  const name = nameOf(resource);
  return `[${slug}] ${operationPhrase({ action, resource: { id: resource.id, name }, environment: slug }).verb} ${name}`;
}

/** `Delete volume pg-data in production`. */
export function sentenceOf({ action, resource, environment: { slug } }: Named): string {
  const name = nameOf(resource);
  return operationPhrase({ action, resource: { id: resource.id, name }, environment: slug })
    .sentence;
}

const nameOf = ({ id, name }: ApprovalRequest["resource"]) =>
  shortText(name ?? id, { head: 60, tail: 20 });

/** Only the id is what the grant is for; a name is what the agent says that it is called. */
export const identity = ({ id, name }: ApprovalRequest["resource"]): [string, string][] =>
  name === null || name === id
    ? []
    : [["Resource", `${shortText(id)}; the agent calls it ${shortText(name)}`]];

/** What was asked, of whom, and how dangerous it is: for every mail about an operation. */
export const askedFacts = (request: ApprovalRequest): MailContent["facts"] => [
  ...identity(request.resource),
  ["Asked by", `${request.agent} (agent)`],
  ["Risk", `${request.risk.toUpperCase()}: ${request.report.risk.because.join(" ")}`],
  ["Effect", shortText(request.report.headline, FACT_KEEP)],
];

/** The page that every mail about an operation leads to. */
export const reviewUrl = (request: Pick<ApprovalRequest, "operationId">, publicUrl: string) =>
  `${publicUrl}/operations/${request.operationId}`;
