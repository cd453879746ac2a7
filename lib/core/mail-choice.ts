/** What a person may do without, by mail. What the policy demands of them isn't among it. */
export const MAIL_CHOICES = ["decided", "outcome", "reminder"] as const;
export type MailChoice = (typeof MAIL_CHOICES)[number];

/** What a person may turn off: kinds of mail, and that many of them become one. */
export const MAIL_SWITCHES = [...MAIL_CHOICES, "digest"] as const;
export type MailSwitch = (typeof MAIL_SWITCHES)[number];

/** Which choice a kind of the outbox falls under; null: it is always sent. */
export function choiceOf(kind: string): MailChoice | null {
  switch (kind) {
    case "decided":
    case "expired":
      return "decided";
    case "outcome":
      return "outcome";
    case "reminder":
      return "reminder";
    default:
      return null;
  }
}
