import { shortText } from "@/lib/core/untrusted-text";
import type { MailContent } from "./mail-content";
import { utcTime } from "./utc-time";

/** The link works in the browser that asked for it, and nowhere else. */
export function signInMail(link: { url: string; expiresAt: Date }): MailContent {
  return {
    subject: "Sign in to Countersign",
    heading: "Sign in to Countersign",
    alerts: [],
    facts: [["Valid until", utcTime(link.expiresAt)]],
    paragraphs: ["Open the link in the same browser in which you asked for it."],
    button: { label: "Sign in", url: link.url },
    footnote:
      "You didn't ask for this? Then do nothing: in any other browser the link signs nobody in.",
  };
}

export function inviteMail(invitation: { url: string; invitedBy: string }): MailContent {
  return {
    subject: "You are invited to Countersign",
    heading: `${shortText(invitation.invitedBy)} invites you to Countersign`,
    alerts: [],
    facts: [],
    paragraphs: [
      "Countersign is where people approve or deny destructive operations that agents ask for, before they run.",
    ],
    button: { label: "Accept the invitation", url: invitation.url },
    footnote:
      "The link is yours alone and works once. If you don't know who invites you, do nothing.",
  };
}

/** Also to whoever did it: it is the one who didn't that this is for. */
export function recoveryCodeMail(use: { url: string; at: Date; left: number }): MailContent {
  return {
    subject: "A recovery code signed you in to Countersign",
    heading: "A recovery code signed you in",
    alerts: [],
    facts: [
      ["When", utcTime(use.at)],
      ["Codes left", String(use.left)],
    ],
    paragraphs: [
      "That was you? Then add a passkey, and make new codes when few are left.",
      "It wasn't you? Then whoever it was has your codes. Sign out everywhere in the settings, make new codes there, and tell an admin.",
    ],
    button: { label: "Open the settings", url: use.url },
    footnote: "You get this whenever a recovery code of yours is used.",
  };
}
