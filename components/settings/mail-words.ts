import type { MailSwitch } from "@/lib/core/mail-choice";

/** What each switch is called, and what it is about. */
export const MAIL_WORDS: Readonly<Record<MailSwitch, { name: string; about: string }>> = {
  decided: {
    name: "Decisions",
    about: "An operation that you were asked about was approved, denied, or expired.",
  },
  outcome: {
    name: "Outcomes",
    about: "What you approved succeeded, failed, or has an unknown end. Failures too.",
  },
  reminder: {
    name: "Reminders",
    about: "Half of the time is over, or five minutes are left, and nobody has decided.",
  },
  digest: {
    name: "One mail for many",
    about: "When many come at once, one mail lists them. Off: each comes by itself, however many.",
  },
};
