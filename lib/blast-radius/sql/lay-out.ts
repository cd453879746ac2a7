import { SqlParseError } from "./parse-error";
import { askParser } from "./parser-thread";
import { refuseAmbiguous } from "./read-mysql";
import { refuseText } from "./refuse-text";

/** A statement that fits a line reads best on one. */
const LINE_CHARS_MAX = 72;
/** Who submits waits behind it for the one parser: this takes 0.3 s. */
const SQL_CHARS_MAX = 8_000;
/** On a busy machine, with the formatter and MySQL's parser still to be loaded. */
const LAYOUT_MS_MAX = 4_000;
/** What nests deeper takes the formatter seconds: a thousand brackets took it half a minute. */
const NESTING_MAX = 24;

/**
 * A script with each clause on its own line. Only spaces and line breaks move, so comments stay, and the
 * dialect's parser reads the same in it as in the original; where either can't be shown: null.
 */
export async function layOutSql(
  sql: string,
  dialect: "postgresql" | "mysql",
): Promise<string | null> {
  if (sql.length <= LINE_CHARS_MAX && !sql.includes("\n")) return null;
  if (sql.length > SQL_CHARS_MAX || nestingOf(sql) > NESTING_MAX) return null;
  try {
    refuseText(sql);
    if (dialect === "mysql") refuseAmbiguous(sql);
  } catch (error) {
    if (error instanceof SqlParseError) return null;
    throw error;
  }
  const language = dialect === "mysql" ? "mysql_layout" : "sql_layout";
  const answer = await askParser({ language, text: sql, limits: NO_TREE }, LAYOUT_MS_MAX);
  if (!("tree" in answer)) return null;
  const { text } = JSON.parse(answer.tree) as { text: string | null };
  return text !== null && withoutSpaces(text) === withoutSpaces(sql) ? text : null;
}

/** The answer is a text, not a tree. */
const NO_TREE = { statementsMax: 1, nodesMax: 2, depthMax: 2 };

const withoutSpaces = (text: string) => text.replaceAll(/[ \t\n]+/g, "");

/** Too much where brackets and `case` stand in texts or comments too: then it is shown as it came. */
function nestingOf(sql: string): number {
  let depth = 0;
  let deepest = 0;
  for (const [token] of sql.matchAll(/[([{]|[)\]}]|\b(?:case|begin|end)\b/gi)) {
    const opens = /^(?:[([{]|case|begin)$/i.test(token);
    depth = Math.max(0, depth + (opens ? 1 : -1));
    deepest = Math.max(deepest, depth);
  }
  return deepest;
}
