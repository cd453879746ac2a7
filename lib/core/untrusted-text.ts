/**
 * Text that an agent wrote may not look like something else, hide, or break out of its place. What could
 * is shown as `<U+202E>`: escaped, never stripped, so that the reader sees that it was there. One
 * sanitiser for web, mail (subject and body), CSV and logs.
 */

/** How to treat text; an artifact's line feeds and tabs are its layout, a name's are an attack. */
export interface TextOptions {
  readonly multiline?: boolean;
}

export interface TextSegment {
  readonly text: string;
  /** True where `text` is `<U+…>` of our making, which the same characters in the input are not. */
  readonly escaped: boolean;
}

// Controls, formats (bidi), surrogates, private and unassigned; separators; what draws nothing; every
// space but U+0020. U+2800 is a symbol by its category, and looks exactly like a space.
const HIDDEN = /[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800]|(?! )\p{Zs}/gu;
const HIDDEN_MULTILINE =
  /(?![\n\t])[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800]|(?! )\p{Zs}/gu;

const hiddenIn = (options: TextOptions) => (options.multiline ? HIDDEN_MULTILINE : HIDDEN);

const escape = (character: string) =>
  `<U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}>`;

/** `text` with every code point that could hide or mislead shown as `<U+202E>`. Applying it twice changes nothing. */
export function visibleText(text: string, options: TextOptions = {}): string {
  return text.replace(hiddenIn(options), escape);
}

/** The same as `visibleText`, in pieces, for a page that marks the escapes. Joined they are its result. */
export function textSegments(text: string, options: TextOptions = {}): TextSegment[] {
  const segments: TextSegment[] = [];
  let from = 0;
  for (const { 0: character, index } of text.matchAll(hiddenIn(options))) {
    if (index > from) segments.push({ text: text.slice(from, index), escaped: false });
    segments.push({ text: escape(character), escaped: true });
    from = index + character.length;
  }
  if (from < text.length) segments.push({ text: text.slice(from), escaped: false });
  return segments;
}

const PAIR = /[\ud800-\udbff][\udc00-\udfff]/g;

export interface Abbreviated {
  readonly head: string;
  /** Code points left out between head and tail; 0 when `head` is the whole. */
  readonly hidden: number;
  readonly tail: string;
}

/**
 * The first `head` and the last `tail` code points of raw `text`; whole when it isn't longer. The parts
 * are still to be made visible: cutting comes first, so that it can't cut through an escape.
 */
export function abbreviate(text: string, keep: { head: number; tail: number }): Abbreviated {
  if (text.length <= keep.head + keep.tail) return { head: text, hidden: 0, tail: "" };
  const hidden = text.length - (text.match(PAIR)?.length ?? 0) - keep.head - keep.tail;
  if (hidden <= 0) return { head: text, hidden: 0, tail: "" };
  // A code point is two units at most. A text may have megabytes, of which only its ends are taken apart.
  const first = Array.from(text.slice(0, 2 * keep.head));
  const last = Array.from(text.slice(Math.max(0, text.length - 2 * keep.tail)));
  return {
    head: first.slice(0, keep.head).join(""),
    hidden,
    tail: last.slice(last.length - keep.tail).join(""),
  };
}

/** On one line and bounded, for subjects and sentences: `head…(412 more)…tail`, made visible. */
export function shortText(text: string, keep = { head: 48, tail: 16 }): string {
  const { head, hidden, tail } = abbreviate(text, keep);
  return hidden === 0
    ? visibleText(head)
    : `${visibleText(head)}…(${hidden} more)…${visibleText(tail)}`;
}
