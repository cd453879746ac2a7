import { Thread } from "../thread";
import type { SqlParseErrorCode } from "./parse-error";
import type { RefusedText } from "./refuse-text";

export interface Question {
  readonly language: "sql" | "plpgsql" | "mysql" | "sql_layout" | "mysql_layout";
  readonly text: string;
  readonly limits: {
    readonly statementsMax: number;
    readonly nodesMax: number;
    readonly depthMax: number;
  };
}

/** What is only found out by parsing. */
export type ParserFault = Exclude<SqlParseErrorCode, RefusedText>;

export type Answer =
  | { /** As JSON. */ readonly tree: string }
  | {
      readonly code: ParserFault;
      /** In code points, from 0. */
      readonly position?: number | undefined;
      /** The worker isn't fit for another question. */
      readonly spoilt?: true;
    };

/** WebAssembly's memory grows with the text and never shrinks. */
const KEPT_BYTES_MAX = 128 * 1024;

const thread = new Thread<Question, Answer>({
  name: "sql-parser",
  file: "lib/blast-radius/sql/parser-worker.mjs",
  limits: { maxOldGenerationSizeMb: 192, maxYoungGenerationSizeMb: 32, stackSizeMb: 4 },
  // More wait in a burst of submissions than one reviewer could decide on; the rest is told so.
  waitingMax: 64,
  waitMsMax: 5_000,
  spare: true,
});

/** Resolves once the parser is there, or can't be. */
export const startParser = (): Promise<void> => thread.start();

/** Has the parser answer, in its own thread. Never rejects. */
export async function askParser(question: Question, msMax: number): Promise<Answer> {
  const answer = await thread.ask(
    question,
    msMax,
    (given) =>
      ("code" in given && given.spoilt === true) ||
      Buffer.byteLength(question.text) > KEPT_BYTES_MAX,
  );
  return "fault" in answer ? { code: answer.fault } : answer;
}
