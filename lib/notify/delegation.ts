import { shortText } from "@/lib/core/untrusted-text";
import type { StoredDelegation } from "@/lib/data/delegations";
import type { MailContent } from "./mail-content";
import { utcTime } from "./utc-time";

/** Tells a person that they stand in for another, from when to when, and what that means. */
export function delegationMail(delegation: StoredDelegation, publicUrl: string): MailContent {
  const from = shortText(delegation.delegator.name);
  return {
    subject: `You stand in for ${from} in Countersign`,
    heading: `You stand in for ${from}`,
    alerts: [],
    facts: [
      ["From", utcTime(delegation.startsAt)],
      ["Until", utcTime(delegation.endsAt)],
      ["Why", shortText(delegation.reason, { head: 200, tail: 40 })],
    ],
    paragraphs: [
      "You decide in their reviewer groups, as well as in your own, and are asked when they would be. What their own agents ask for you can't approve in their place.",
    ],
    button: { label: "See what waits", url: publicUrl },
    footnote: "You can give it back in your settings at any time.",
  };
}
