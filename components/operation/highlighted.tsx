import { codeToTokens, type BundledLanguage } from "shiki";
import { Untrusted } from "@/components/ui/untrusted";
import type { ArtifactSource } from "./artifact-source";
import { WHOLE_CHARS_MAX } from "./long-text";

/** Code in colour, made on the server; each token's text still goes through the one sanitiser. */
export async function Highlighted({
  source,
  hot,
}: {
  source: ArtifactSource;
  hot: readonly string[];
}) {
  const { language, text } = source;
  if (language === "text" || text.length > WHOLE_CHARS_MAX)
    return <Untrusted text={text} multiline />;
  const { tokens } = await codeToTokens(text, {
    lang: language as BundledLanguage,
    themes: { light: "github-light-high-contrast", dark: "github-dark-high-contrast" },
    defaultColor: "light-dark()",
  });
  return tokens.map((line, row) => (
    <span key={row}>
      {row > 0 && "\n"}
      {line.map((token) =>
        hot.includes(token.content.trim()) ? (
          <mark
            key={token.offset}
            className="rounded bg-danger-soft px-0.5 font-semibold text-danger"
          >
            <Untrusted text={token.content} multiline />
          </mark>
        ) : (
          <span key={token.offset} style={token.htmlStyle}>
            <Untrusted text={token.content} multiline />
          </span>
        ),
      )}
    </span>
  ));
}
