import type { CSSProperties } from "react";
import { mailText, type MailContent } from "./mail-content";

const FONT = "-apple-system, BlinkMacSystemFont, 'Segoe UI', Roboto, Helvetica, Arial, sans-serif";
const style = {
  body: { backgroundColor: "#f4f5f7", fontFamily: FONT, margin: 0, padding: "24px 12px" },
  card: {
    backgroundColor: "#ffffff",
    border: "1px solid #d9dce1",
    borderRadius: 8,
    maxWidth: 560,
    padding: "24px 28px",
  },
  brand: { color: "#5b6472", fontSize: 13, margin: "0 0 16px" },
  heading: { color: "#14181f", fontSize: 20, lineHeight: "28px", margin: "0 0 16px" },
  alert: {
    backgroundColor: "#fdecea",
    borderLeft: "4px solid #b3261e",
    color: "#7a1a14",
    fontSize: 14,
    lineHeight: "20px",
    margin: "0 0 12px",
    padding: "10px 12px",
  },
  label: { color: "#5b6472", fontSize: 14, padding: "4px 12px 4px 0", verticalAlign: "top" },
  value: { color: "#14181f", fontSize: 14, lineHeight: "20px", padding: "4px 0" },
  text: { color: "#14181f", fontSize: 14, lineHeight: "20px", margin: "12px 0 0" },
  button: {
    backgroundColor: "#1f4fd8",
    borderRadius: 6,
    color: "#ffffff",
    display: "inline-block",
    fontSize: 15,
    fontWeight: 600,
    margin: "20px 0 8px",
    padding: "12px 22px",
    textDecoration: "none",
  },
  footnote: { color: "#5b6472", fontSize: 12, lineHeight: "18px", margin: "12px 0 0" },
  link: { color: "#5b6472", textDecoration: "underline" },
} as const satisfies Record<string, CSSProperties>;

/** The HTML part. React Email takes a quarter of a second to load, so it is loaded with the first mail. */
export async function htmlPart(content: MailContent): Promise<string> {
  const { Body, Button, Container, Head, Heading, Html, Link, Preview, Text, render } =
    await import("react-email");
  return render(
    <Html lang="en">
      <Head />
      <Preview>{mailText(content.alerts[0] ?? content.heading)}</Preview>
      <Body style={style.body}>
        <Container style={style.card}>
          <Text style={style.brand}>Countersign</Text>
          <Heading as="h1" style={style.heading}>
            {mailText(content.heading)}
          </Heading>
          {content.alerts.map((alert, i) => (
            <Text key={i} style={style.alert}>
              {mailText(alert)}
            </Text>
          ))}
          <table role="presentation" cellPadding={0} cellSpacing={0}>
            <tbody>
              {content.facts.map(([label, value]) => (
                <tr key={label}>
                  <td style={style.label}>{label}</td>
                  <td style={style.value}>
                    <bdi>{mailText(value)}</bdi>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
          {content.paragraphs.map((paragraph, i) => (
            <Text key={i} style={style.text}>
              {mailText(paragraph)}
            </Text>
          ))}
          <Button href={content.button.url} style={style.button}>
            {content.button.label}
          </Button>
          <Text style={style.footnote}>{mailText(content.footnote)}</Text>
          {content.unsubscribe && (
            <Text style={style.footnote}>
              <Link href={content.unsubscribe.url} style={style.link}>
                No more mails of this kind
              </Link>
            </Text>
          )}
        </Container>
      </Body>
    </Html>,
  );
}
