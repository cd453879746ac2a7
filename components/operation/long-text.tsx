import type { ReactNode } from "react";
import { Untrusted } from "@/components/ui/untrusted";
import type { ActionResult } from "@/lib/contract/action";
import type { ArtifactView, Shown } from "@/lib/contract/review";
import { abbreviate } from "@/lib/core/untrusted-text";
import { Reveal, RevealLater } from "./reveal";

/** Longer texts are shown in part until they are opened; a phone's screen or two hold this much. */
const PREVIEW = { head: 1200, tail: 400 };
/** Of what stands above it in a better form already. */
const BRIEF = { head: 200, tail: 100 };
/** Past this the whole isn't part of the page, but fetched by who opens it; nor is it highlighted. */
export const WHOLE_CHARS_MAX = 50_000;

/** The texts of an operation that may be long, and who fetches one whole. */
export const LONG_TEXTS = ["artifact", "params", "reason"] as const;
export type LongTextName = (typeof LONG_TEXTS)[number];
export type ReadWhole = (name: LongTextName) => Promise<ActionResult<string>>;

export const paramsText = (shown: Shown): string => JSON.stringify(shown.params, null, 2);

/** As it is shown; the artifact may be laid out for reading. */
export function longText(shown: Shown, artifact: ArtifactView | null, name: LongTextName): string {
  switch (name) {
    case "artifact":
      return artifact?.text ?? "";
    case "params":
      return paramsText(shown);
    case "reason":
      return shown.reason;
  }
}

/** Those that have to be opened before anyone approves. */
export const abbreviatedTexts = (shown: Shown, artifact: ArtifactView | null): LongTextName[] =>
  LONG_TEXTS.filter((name) => abbreviate(longText(shown, artifact, name), PREVIEW).hidden > 0);

/** `children` is the whole, as its card wants it to look. */
export function LongText({
  name,
  text,
  frame,
  read,
  brief = false,
  children,
}: {
  name: LongTextName;
  text: string;
  /** Class names of the box that holds the text. */
  frame: string;
  read: ReadWhole;
  brief?: boolean;
  children: ReactNode;
}) {
  if (abbreviate(text, PREVIEW).hidden === 0) return children;
  const { head, hidden, tail } = abbreviate(text, brief ? BRIEF : PREVIEW);
  const short = (
    <pre className={frame}>
      <Untrusted text={head} multiline />
      {`\n⋯ ${hidden.toLocaleString("en")} more characters ⋯\n`}
      <Untrusted text={tail} multiline />
    </pre>
  );
  return text.length > WHOLE_CHARS_MAX ? (
    <RevealLater
      id={name}
      short={short}
      hidden={hidden}
      frame={frame}
      load={read.bind(null, name)}
    />
  ) : (
    <Reveal id={name} short={short} hidden={hidden}>
      {children}
    </Reveal>
  );
}
