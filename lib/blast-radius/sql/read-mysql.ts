import { newReading, type SqlReading } from "./act";
import { doubtBackslashes } from "./backslash";
import { understandMysql } from "./mysql-statement";
import { asNode } from "./mysql-node";
import { parseMysql } from "./parse";
import { SqlParseError } from "./parse-error";

/**
 * What a script of MySQL's SQL does. The parser isn't MySQL's own and takes less than MySQL does: what it
 * refuses is unknown, and so is text that the two would read differently. Throws SqlParseError.
 */
export async function readMysql(sql: string): Promise<SqlReading> {
  refuseAmbiguous(sql);
  const statements = await parseMysql(sql);
  const reading = newReading();
  for (const statement of statements) {
    const node = asNode(statement);
    if (node) understandMysql(node, { reading, by: "" }, statements.length === 1 ? sql : null);
  }
  doubtBackslashes(sql, reading, "By NO_BACKSLASH_ESCAPES it doesn't");
  if (sql.includes('"'))
    reading.unknowns.set("quote", {
      what: 'Does the server read “"” as the quote of text?',
      why: "By ANSI_QUOTES it quotes a name, and then a comparison means something else.",
      resolve: "Look at the server's sql_mode, or ask the agent for SQL with single quotes.",
    });
  if (statements.length === 0) throw new SqlParseError("empty", "It holds no statement.");
  return { ...reading, statements: statements.length };
}

/** Throws SqlParseError for comments that MySQL reads otherwise than other parsers do. */
export function refuseAmbiguous(sql: string): void {
  if (/\/\*M?!/.test(sql))
    throw new SqlParseError("ambiguous", "It holds a comment that MySQL executes (/*!).");
  // `5--1` is 6; to other parsers the rest of its line is a comment.
  if (/--(?![\s\p{Cc}]|$)/u.test(sql))
    throw new SqlParseError(
      "ambiguous",
      "It holds “--” without a space after it, which MySQL doesn't read as a comment.",
    );
}
