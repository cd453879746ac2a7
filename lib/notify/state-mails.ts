import { shortText } from "@/lib/core/untrusted-text";
import type { MailContent } from "./mail-content";
import { FACT_KEEP } from "./operation-facts";

/** Somebody stopped an environment: nothing is redeemed there until it is opened again. */
export function frozen(
  state: { environment: string; by: string; reason: string },
  publicUrl: string,
): MailContent {
  const { environment, by, reason } = state;
  return {
    subject: `[${environment}] Frozen: nothing runs there`,
    heading: `${environment} is frozen`,
    alerts: ["No permission is honoured there until it is opened again."],
    facts: [
      ["By", shortText(by)],
      ["Why", reason ? shortText(reason, FACT_KEEP) : "no reason was given"],
    ],
    paragraphs: ["What has begun already isn't stopped by this."],
    button: { label: "Open the inbox", url: `${publicUrl}/` },
    footnote: "You get this because you review operations there, or are an admin.",
  };
}

/** To the admins: a reviewer can't be reached. */
export function bounced(
  person: { name: string; email: string; reason: string },
  publicUrl: string,
): MailContent {
  const name = shortText(person.name);
  return {
    subject: `Mail to ${name} comes back`,
    heading: `Mail to ${name} comes back`,
    alerts: ["They aren't asked for approvals by mail any more."],
    facts: [
      ["Address", shortText(person.email, FACT_KEEP)],
      ["Reason", shortText(person.reason, FACT_KEEP)],
    ],
    paragraphs: [
      "It ends when they sign in by a mail that arrives, or when an admin says that the address works.",
    ],
    button: { label: "See the people", url: `${publicUrl}/people` },
    footnote: "You get this because you are an admin.",
  };
}
