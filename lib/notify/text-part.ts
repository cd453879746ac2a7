import { mailText, type MailContent } from "./mail-content";

/** The text part; the link stands on a line of its own, whole. */
export function textPart(content: MailContent): string {
  const labels = Math.max(0, ...content.facts.map(([label]) => label.length));
  const blocks = [
    mailText(content.heading),
    ...content.alerts.map((alert) => `! ${mailText(alert)}`),
    content.facts
      .map(([label, value]) => `${`${label}:`.padEnd(labels + 2)}${mailText(value)}`)
      .join("\n"),
    ...content.paragraphs.map(mailText),
    `${content.button.label}:\n${content.button.url}`,
    `-- \n${mailText(content.footnote)}`,
    content.unsubscribe ? `No more mails of this kind:\n${content.unsubscribe.url}` : "",
  ];
  return `${blocks.filter((block) => block !== "").join("\n\n")}\n`;
}
