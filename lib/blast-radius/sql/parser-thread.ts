import { once } from "node:events";
import path from "node:path";
import type { Worker } from "node:worker_threads";
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
export type ThreadFault = Exclude<SqlParseErrorCode, RefusedText>;

export type Answer =
  | { /** As JSON. */ readonly tree: string }
  | {
      readonly code: ThreadFault;
      /** In code points, from 0. */
      readonly position?: number | undefined;
      /** The worker isn't fit for another question. */
      readonly spoilt?: true;
    };

/** More wait in a burst of submissions than one reviewer could decide on; the rest is told so. */
const WAITING_MAX = 64;
const START_MS_MAX = 10_000;
/** WebAssembly's memory grows with the text and never shrinks. */
const KEPT_BYTES_MAX = 128 * 1024;
const LIMITS = { maxOldGenerationSizeMb: 192, maxYoungGenerationSizeMb: 32, stackSizeMb: 4 };

/** Next loads modules once per bundle: the process's one worker lives in this slot. */
const SLOT = Symbol.for("countersign.sql-parser");
interface Slot {
  thread: { readonly worker: Worker; readonly ready: Promise<unknown> } | null;
  waiting: number;
  turn: Promise<unknown>;
}
const slots = globalThis as { [SLOT]?: Slot };
const slot = (slots[SLOT] ??= { thread: null, waiting: 0, turn: Promise.resolve() });

/**
 * Has the parser answer, in a thread of its own: a text that takes long holds up neither the event loop
 * nor, past `msMax`, those who wait behind it. Never rejects.
 */
export function askThread(question: Question, msMax: number): Promise<Answer> {
  if (slot.waiting >= WAITING_MAX) return Promise.resolve({ code: "busy" });
  slot.waiting++;
  const turn = slot.turn.then(() => work(question, msMax)).finally(() => slot.waiting--);
  // Whatever happens to one, the next has its turn.
  slot.turn = turn.catch(() => undefined);
  return turn;
}

async function work(question: Question, msMax: number): Promise<Answer> {
  let worker: Worker;
  try {
    const thread = (slot.thread ??= start());
    worker = thread.worker;
    await thread.ready;
  } catch {
    if (slot.thread) discard(slot.thread.worker);
    return { code: "unavailable" };
  }
  const answer = await ask(worker, question, msMax);
  const isSpoilt = "code" in answer && answer.spoilt;
  if (isSpoilt || Buffer.byteLength(question.text) > KEPT_BYTES_MAX) discard(worker);
  return answer;
}

function ask(worker: Worker, question: Question, msMax: number): Promise<Answer> {
  return new Promise((resolve) => {
    const settle = (answer: Answer) => {
      clearTimeout(timer);
      worker.off("message", settle).off("error", failed).off("exit", failed);
      worker.unref();
      resolve(answer);
    };
    const failed = (error: unknown) => settle({ code: codeOf(error), spoilt: true });
    const timer = setTimeout(() => settle({ code: "timeout", spoilt: true }), msMax);
    worker.on("message", settle).on("error", failed).on("exit", failed);
    worker.ref();
    worker.postMessage(question);
  });
}

const codeOf = (error: unknown): ThreadFault =>
  (error as NodeJS.ErrnoException).code === "ERR_WORKER_OUT_OF_MEMORY"
    ? "too_large"
    : "unavailable";

function start(): NonNullable<Slot["thread"]> {
  // Found from the working directory, which is the checkout's root in all that runs here: a bundle's own
  // place says nothing of where the sources lie.
  const file = path.join(process.cwd(), "lib/blast-radius/sql/parser-worker.mjs");
  // Not imported: Next's bundler would make a bundle of the worker, in which the parser's .wasm is lost.
  const threads = process.getBuiltinModule("node:worker_threads");
  const worker = new threads.Worker(file, {
    resourceLimits: LIMITS,
    env: {},
    argv: [],
    execArgv: [],
  });
  // An error that nobody listens for would end the process; who waits for an answer listens too.
  worker.on("error", () => discard(worker)).on("exit", () => discard(worker));
  return { worker, ready: once(worker, "message", { signal: AbortSignal.timeout(START_MS_MAX) }) };
}

function discard(worker: Worker): void {
  if (slot.thread?.worker === worker) slot.thread = null;
  void worker.terminate();
}
