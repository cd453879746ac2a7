import { createHash } from "node:crypto";
import { LRUCache } from "lru-cache";
import { codeToTokens, type TokensResult } from "shiki";
import { Untrusted } from "@/components/ui/untrusted";
import type { ArtifactView } from "@/lib/contract/review";

/** Colouring takes up to 50 µs a character, and the server does nothing else meanwhile. */
const COLOUR_CHARS_MAX = 8_000;
/** An open page is drawn anew whenever anything happens. */
const kept = new LRUCache<string, Promise<TokensResult>>({ max: 64, ttl: 10 * 60_000 });

/** Code in colour, made on the server; each token's text still goes through the one sanitiser. */
export async function Highlighted({
  source,
  hot,
}: {
  source: ArtifactView;
  /** The words that do the harm. */
  hot: readonly string[];
}) {
  const words = hotWords(hot);
  if (source.language === "text" || source.text.length > COLOUR_CHARS_MAX)
    return <Marked text={source.text} words={words} />;
  const { tokens } = await tokensOf(source);
  return tokens.map((line, row) => (
    <span key={row}>
      {row > 0 && "\n"}
      {line.map((token) => (
        <span key={token.offset} style={token.htmlStyle}>
          <Marked text={token.content} words={words} />
        </span>
      ))}
    </span>
  ));
}

function tokensOf({ language, text }: ArtifactView): Promise<TokensResult> {
  const key = `${language} ${createHash("sha256").update(text).digest("base64")}`;
  const tokens =
    kept.get(key) ??
    codeToTokens(text, {
      lang: language,
      themes: { light: "github-light-high-contrast", dark: "github-dark-high-contrast" },
      defaultColor: "light-dark()",
      // Comments: on our ground the theme's own is too faint to read.
      colorReplacements: { "github-light-high-contrast": { "#66707b": "#515b68" } },
    });
  kept.set(key, tokens);
  return tokens;
}

/** Null: there are none. Only plain words: whatever else an effect goes by isn't in the text. */
function hotWords(hot: readonly string[]): RegExp | null {
  const words = [...new Set(hot)].filter((word) => /^\w+$/.test(word));
  return words.length > 0 ? new RegExp(`\\b(${words.join("|")})\\b`) : null;
}

/** Splitting by a group leaves what matched it at the odd places. */
function Marked({ text, words }: { text: string; words: RegExp | null }) {
  if (words === null) return <Untrusted text={text} multiline />;
  return text.split(words).map((part, i) =>
    i % 2 === 0 ? (
      <Untrusted key={i} text={part} multiline />
    ) : (
      <mark key={i} className="rounded bg-danger-soft px-0.5 font-semibold text-danger">
        {part}
      </mark>
    ),
  );
}
