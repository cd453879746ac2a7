/** Where a statement stands in the script's bytes: the parser counts in those. */
export interface StatementSource {
  readonly script: Buffer;
  readonly from: number;
  readonly to: number;
}

const SHOWN_BYTES_MAX = 4_096;
/** Between WHERE and the first part that has a place stand brackets and comments. */
const LEAD_BYTES_MAX = 500;

/** The statement as written, on one line; cut where nobody would read on. */
export const statementText = ({ script, from, to }: StatementSource): string =>
  oneLine(script.subarray(from, Math.min(to, from + SHOWN_BYTES_MAX)).toString());

/**
 * On one line, where a comment up to the end of its line would swallow what follows: comments go, text and
 * names stay as they are, whatever they hold.
 */
const oneLine = (text: string) =>
  text
    .replace(TEXT_OR_COMMENT, (token) => (/^(?:--|\/\*)/.test(token) ? " " : token))
    .replace(/\s+/g, " ")
    .trim();
const TEXT_OR_COMMENT =
  /\be'(?:[^'\\]|\\[\s\S]|'')*'|'(?:[^']|'')*'|"(?:[^"]|"")*"|\$(\w*)\$[\s\S]*?\$\1\$|--[^\n]*|\/\*[\s\S]*?\*\//gi;

/**
 * A WHERE's condition as written, or as much of it as its parts' places show; null where they show none.
 * `followed`: the condition isn't the statement's end.
 */
export function conditionText(
  { script, from, to }: StatementSource,
  condition: object,
  followed: boolean,
): string | null {
  const places = locationsIn(condition);
  if (!places) return null;
  const before = script.subarray(Math.max(from, places.first - LEAD_BYTES_MAX), places.first);
  const lead = before.toString().split(/where/i);
  const start =
    lead.length < 2 ? places.first : places.first - Buffer.byteLength(lead.at(-1) ?? "");
  const shownTo = Math.min(to, start + SHOWN_BYTES_MAX);
  const text = script.subarray(start, shownTo).toString();
  if (!followed) return oneLine(text);
  const last = script.subarray(start, Math.min(places.last, shownTo)).toString().length;
  return oneLine(text.slice(0, endOfCondition(text, last)));
}

/** After the last token, and the brackets that close what was opened before it. */
function endOfCondition(text: string, last: number): number {
  const token = /^(?:'(?:[^']|'')*'|"(?:[^"]|"")*"|[\w$.]+|\S)/.exec(text.slice(last))?.[0] ?? "";
  let end = last + token.length;
  const countOf = (bracket: string) => text.slice(0, end).split(bracket).length;
  let open = countOf("(") - countOf(")");
  for (let at = end; open > 0 && /[\s)]/.test(text.charAt(at)); at++)
    if (text.charAt(at) === ")") {
      open--;
      end = at + 1;
    }
  return end;
}

/** What is looked at for a place, from the left: more is in no text that is shown. */
const NODES_MAX = 2_000;

function locationsIn(root: object): { first: number; last: number } | null {
  let [first, last] = [Infinity, -1];
  const waiting: object[] = [root];
  let nodes = 0;
  for (let node = waiting.pop(); node && nodes < NODES_MAX; node = waiting.pop(), nodes++) {
    const members = Object.entries(node) as [string, unknown][];
    for (const [key, value] of members.slice(0, NODES_MAX).reverse())
      if (key === "location" && typeof value === "number" && value >= 0) {
        first = Math.min(first, value);
        last = Math.max(last, value);
      } else if (typeof value === "object" && value !== null) waiting.push(value);
  }
  return last < 0 ? null : { first, last };
}
