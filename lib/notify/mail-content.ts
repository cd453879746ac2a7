import { visibleText } from "@/lib/core/untrusted-text";

/**
 * A mail before it is drawn. HTML and text part are made from the same content, so that they say the
 * same. Every string in it but `button.url` is treated as untrusted when it is drawn.
 */
export interface MailContent {
  readonly subject: string;
  readonly heading: string;
  /** Warnings, shown first. */
  readonly alerts: readonly string[];
  readonly facts: readonly (readonly [label: string, value: string])[];
  readonly paragraphs: readonly string[];
  /** Of our own origin, and without authority. */
  readonly button: { readonly label: string; readonly url: string };
  readonly footnote: string;
  /** For kinds that a person may do without; both links are of our own origin. */
  readonly unsubscribe?: {
    /** A page with a button. */
    readonly url: string;
    /** Where a mail program posts to, RFC 8058. */
    readonly oneClickUrl: string;
  };
}

/** RFC 2369 and 8058: a mail program's own button, which turns off this kind and nothing else. */
export const listHeaders = ({ unsubscribe }: MailContent): Record<string, string> =>
  unsubscribe
    ? {
        "List-Unsubscribe": `<${unsubscribe.oneClickUrl}>`,
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
      }
    : {};

/**
 * Text as a mail may hold it: visible, and of a form that mail programs don't turn into a link, since an
 * agent's `https://…` in a resource's name would become one.
 */
export function mailText(text: string): string {
  return visibleText(text)
    .replaceAll("://", "[:]//")
    .replace(/(?<=[\p{L}\p{N}_-])\.(?=\p{L}{2})/gu, "[.]");
}

/** A subject is one line by itself: no line break can add a header. */
export const mailSubject = (content: MailContent): string => visibleText(content.subject);
