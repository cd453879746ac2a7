import type { ParseResult } from "libpg-query";
import { shortText } from "@/lib/core/untrusted-text";
import { quoted } from "../findings";
import { ask, newReading, UNKNOWN_UNDO, type CodeBody, type Reading, type SqlReading } from "./act";
import { doubtBackslashes } from "./backslash";
import { dynamicSql } from "./code";
import { clockMs } from "../patience";
import { parsePostgres, PARSE_MS_MAX } from "./parse";
import { SqlParseError } from "./parse-error";
import { plpgsqlPieces } from "./plpgsql-body";
import { addAct, type StatementContext } from "./statement-context";
import { statementText, type StatementSource } from "./statement-source";
import { understandStatement } from "./understand-statement";

/** A body in a body in a body: nobody would review it. */
const DEPTH_MAX = 4;
/** Each costs a question to the parser's thread. */
const PIECES_MAX = 500;

/** What a script of PostgreSQL's SQL does, bodies of code included. Throws SqlParseError. */
export async function readPostgres(sql: string): Promise<SqlReading> {
  const deadline = performance.now() + clockMs(PARSE_MS_MAX);
  const reading = newReading();
  const script = await parsePostgres(sql);
  understandScript(sql, script, { reading, when: null, depth: 0, within: null });
  doubtBackslashes(sql, reading, "Where standard_conforming_strings is off it escapes the quote");
  const budget: Budget = { msLeft: () => deadline - performance.now(), pieces: PIECES_MAX };
  for (let body = reading.bodies.shift(); body; body = reading.bodies.shift()) {
    try {
      spend(budget);
      await readBody(body, reading, budget);
    } catch (error) {
      if (!(error instanceof SqlParseError)) throw error;
      unreadBody(body, reading, error);
      // One that took too long leaves no time for the rest, each of which would take a new thread.
      if (error.code === "timeout" || error.code === "busy") budget.pieces = 0;
    }
  }
  return { ...reading, statements: script.stmts?.length ?? 0 };
}

interface Place {
  readonly reading: Reading;
  readonly when: string | null;
  readonly depth: number;
  /** The statement that holds the text. */
  readonly within: string | null;
}

function contextOf(source: StatementSource, place: Place): StatementContext {
  const text = quoted(statementText(source));
  const { reading, when, depth, within } = place;
  const by = within === null ? text : `${text} (in: ${within})`;
  return { reading, source, isOutermost: true, by, when, depth };
}

function understandScript(sql: string, { stmts = [] }: ParseResult, place: Place): void {
  const script = Buffer.from(sql);
  for (const { stmt, stmt_location: from = 0, stmt_len: length = 0 } of stmts) {
    if (!stmt) continue;
    const to = length > 0 ? from + length : script.length;
    understandStatement(stmt, contextOf({ script, from, to }, place));
  }
}

/** What is left to spend on bodies of code. */
interface Budget {
  readonly msLeft: () => number;
  pieces: number;
}

function spend(budget: Budget): number {
  const msLeft = budget.msLeft();
  if (msLeft <= 0) throw new SqlParseError("timeout", "Reading its bodies of code takes too long.");
  if (--budget.pieces < 0)
    throw new SqlParseError(
      "too_many_statements",
      "Its bodies of code hold more than is read here.",
    );
  return msLeft;
}

async function readBody(body: CodeBody, reading: Reading, budget: Budget): Promise<void> {
  const place: Place = { reading, when: body.when, depth: body.depth, within: shortText(body.by) };
  const readText = async (sql: string) =>
    understandScript(sql, await parsePostgres(sql, spend(budget)), place);
  if (body.depth > DEPTH_MAX) throw new SqlParseError("too_deep", "Code holds code too deeply.");
  if (body.language === "sql") return readText(body.text);
  for (const { kind, text } of await plpgsqlPieces(body.text, spend(budget))) {
    if (kind === "statement") await readText(text);
    // Without a bracket it calls nothing and asks nothing.
    else if (kind === "expression") await (text.includes("(") && readText(`SELECT ${text}`));
    else await readDynamic(text, place, { readText, budget });
  }
}

/** EXECUTE of a text that is written out is as good as the statement itself. */
async function readDynamic(
  expression: string,
  place: Place,
  { readText, budget }: { readText: (sql: string) => Promise<void>; budget: Budget },
): Promise<void> {
  const select = `SELECT ${expression}`;
  const parsed = await parsePostgres(select, spend(budget));
  const constant = onlyString(parsed);
  if (constant !== null) return readText(constant);
  understandScript(select, parsed, place);
  const script = Buffer.from(`EXECUTE ${expression}`);
  dynamicSql(contextOf({ script, from: 0, to: script.length }, place), expression);
}

function onlyString({ stmts }: ParseResult): string | null {
  const select = stmts?.[0]?.stmt;
  if (!select || !("SelectStmt" in select)) return null;
  const [target, ...more] = select.SelectStmt.targetList ?? [];
  if (!target || more.length > 0 || !("ResTarget" in target)) return null;
  const { val } = target.ResTarget;
  return val && "A_Const" in val ? (val.A_Const.sval?.sval ?? null) : null;
}

function unreadBody(body: CodeBody, reading: Reading, { message }: SqlParseError): void {
  const script = Buffer.from(body.text);
  const context = contextOf(
    { script, from: 0, to: script.length },
    { reading, when: body.when, depth: body.depth, within: shortText(body.by) },
  );
  addAct(context, {
    effect: "unknown",
    phrase: "Runs code that could not be read",
    target: null,
    undo: UNKNOWN_UNDO,
  });
  ask(reading, {
    what: `What does the code in ${shortText(body.by)} do?`,
    why: message,
    resolve: "Deny, and ask the agent for plain statements.",
  });
}
