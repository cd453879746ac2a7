import type { ParseResult } from "libpg-query";
import { SqlParseError } from "./parse-error";
import { askParser, type Question, type ParserFault } from "./parser-thread";
import { refuseText } from "./refuse-text";
import { sizeOfScript } from "./script-size";

/** What one analysis may spend on parsing: with all that follows, its answer comes within 2 s. */
export const PARSE_MS_MAX = 1_000;
/** A script that a person could review is far shorter. */
export const STATEMENTS_MAX = 1_000;
/** Some 30,000 values in a list. The event loop's own share, to take a tree over, grows with it. */
const NODES_MAX = 100_000;
/** Most tokens make more nodes than one. */
const TOKENS_MAX = NODES_MAX;
/** No function is that long. */
const BODY_CHARS_MAX = 128 * 1024;
/** A nested expression takes two or three of these, a nested query seven. */
const DEPTH_MAX = 1_000;

const LIMITS: Question["limits"] = {
  statementsMax: STATEMENTS_MAX,
  nodesMax: NODES_MAX,
  depthMax: DEPTH_MAX,
};

/**
 * PostgreSQL's own parse tree (version 18) of a script, which holds at least one character and at most
 * 1 MiB. Throws SqlParseError, and nothing else.
 */
export async function parsePostgres(sql: string, msMax = PARSE_MS_MAX): Promise<ParseResult> {
  return (await parseAs("sql", sql, msMax)) as ParseResult;
}

/** The functions' trees of all `CREATE FUNCTION … LANGUAGE plpgsql` and `DO` in a script. As parsePostgres. */
export async function parsePlpgsql(sql: string, msMax = PARSE_MS_MAX): Promise<unknown> {
  if (sql.length > BODY_CHARS_MAX) throw new SqlParseError("too_large", SENTENCE.too_large);
  return parseAs("plpgsql", sql, msMax);
}

/** A MySQL parser's trees, in its own form, of the statements of a script. As parsePostgres. */
export async function parseMysql(sql: string): Promise<readonly unknown[]> {
  const { stmts } = (await parseAs("mysql", sql, PARSE_MS_MAX)) as { stmts: readonly unknown[] };
  return stmts;
}

async function parseAs(language: "sql" | "plpgsql" | "mysql", text: string, msMax: number) {
  refuseText(text);
  refuseSize(text);
  const answer = await askParser({ language, text, limits: LIMITS }, msMax);
  if ("tree" in answer) return JSON.parse(answer.tree) as unknown;
  if (answer.code !== "syntax") throw new SqlParseError(answer.code, SENTENCE[answer.code]);
  const parser = language === "mysql" ? "The MySQL parser" : "PostgreSQL's parser";
  throw new SqlParseError("syntax", `${parser} refuses it${place(text, answer.position)}.`);
}

/** Of a megabyte of statements a parser makes seconds, to be told that there are too many. */
function refuseSize(text: string): void {
  const { statements, tokens } = sizeOfScript(text);
  if (statements > STATEMENTS_MAX)
    throw new SqlParseError("too_many_statements", SENTENCE.too_many_statements);
  if (tokens > TOKENS_MAX) throw new SqlParseError("too_large", SENTENCE.too_large);
}

const SENTENCE: Readonly<Record<Exclude<ParserFault, "syntax">, string>> = {
  too_large: "It is too large to be read here.",
  too_many_statements: `It holds more than ${STATEMENTS_MAX} statements.`,
  too_deep: "It is nested too deeply.",
  timeout: "Reading it takes too long.",
  busy: "Too many scripts wait to be read at once.",
  unavailable: "The parser failed on it.",
};

function place(text: string, position: number | undefined): string {
  if (position === undefined) return "";
  const before = Array.from(text).slice(0, position).join("").split("\n");
  return ` (line ${before.length}, column ${Array.from(before.at(-1) ?? "").length + 1})`;
}
