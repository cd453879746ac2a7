/** What of a script can be counted before it is parsed. */
export interface ScriptSize {
  /** That end with a semicolon and aren't empty. */
  readonly statements: number;
  /** Words, numbers, signs; a text, a quoted name or quoted code is one. */
  readonly tokens: number;
}

const WORD = /[\w\u0080-\uffff]+/y;
const DOLLAR_TAG = /\$(?:[A-Za-z_\u0080-\uffff][\w\u0080-\uffff]*)?\$/y;

/**
 * Counts statements and tokens, in one pass. Dialects differ on where texts and comments end, so it serves
 * to refuse early what a parser would take seconds to refuse; what it lets through is still to be parsed
 * and counted.
 */
export function sizeOfScript(sql: string): ScriptSize {
  let statements = 0;
  let tokens = 0;
  let isEmpty = true;
  for (let at = 0; at < sql.length; at++) {
    const code = sql.charCodeAt(at);
    if (code <= 0x20) continue;
    if (code === 0x3b) {
      if (!isEmpty) statements++;
      isEmpty = true;
      continue;
    }
    const end = endOfToken(sql, at);
    // Nothing closes it: the parser has a word to say about that, or the dialect reads it otherwise.
    if (end === -1) break;
    at = end;
    tokens++;
    isEmpty = false;
  }
  return { statements, tokens };
}

/** Its last character; -1: it has no end. */
function endOfToken(sql: string, at: number): number {
  const last = (closing: string, from: number) => {
    const found = sql.indexOf(closing, from);
    return found === -1 ? -1 : found + closing.length - 1;
  };
  switch (sql[at]) {
    case "'":
      return last("'", at + 1);
    case '"':
      return last('"', at + 1);
    case "-":
      return sql[at + 1] === "-" ? last("\n", at + 2) : at;
    case "/":
      return sql[at + 1] === "*" ? last("*/", at + 2) : at;
    case "$": {
      DOLLAR_TAG.lastIndex = at;
      const tag = DOLLAR_TAG.exec(sql)?.[0];
      return tag === undefined ? at : last(tag, at + tag.length);
    }
    default:
      WORD.lastIndex = at;
      return WORD.test(sql) ? WORD.lastIndex - 1 : at;
  }
}
