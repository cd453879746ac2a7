import path from "node:path";

export interface Question {
  readonly text: string;
  readonly format: "sdl" | "introspection";
  readonly limits: {
    readonly tokensMax: number;
    readonly faultsMax: number;
    readonly compiledBytesMax: number;
  };
}

export interface SchemaFault {
  readonly message: string;
  readonly line?: number;
  readonly column?: number;
}

export type Answer =
  | { /** As JSON. */ readonly compiled: string; readonly mutations: number }
  | { readonly faults: readonly SchemaFault[] }
  | {
      readonly code:
        | "too_long"
        | "too_much"
        | "too_deep"
        | "not_a_schema"
        | "timeout"
        | "too_large"
        | "busy"
        | "unavailable";
    };

/** Admins register a schema now and then; who comes while so many wait is told to come again. */
const WAITING_MAX = 4;
const LIMITS = { maxOldGenerationSizeMb: 512, maxYoungGenerationSizeMb: 64, stackSizeMb: 4 };

/** Next loads modules once per bundle: the process's one turn is in this slot. */
const SLOT = Symbol.for("countersign.graphql-compiler");
interface Slot {
  waiting: number;
  turn: Promise<unknown>;
}
const slots = globalThis as { [SLOT]?: Slot };
const slot = (slots[SLOT] ??= { waiting: 0, turn: Promise.resolve() });

/** Has a schema read in a thread of its own, one at a time; the thread ends with its answer. Never rejects. */
export function compileInThread(question: Question, msMax: number): Promise<Answer> {
  if (slot.waiting >= WAITING_MAX) return Promise.resolve({ code: "busy" });
  slot.waiting++;
  const turn = slot.turn.then(() => ask(question, msMax)).finally(() => slot.waiting--);
  slot.turn = turn;
  return turn;
}

function ask(question: Question, msMax: number): Promise<Answer> {
  // Found as the SQL parser's worker is, and for the same reasons: see sql/parser-thread.ts.
  const file = path.join(process.cwd(), "lib/blast-radius/graphql/compile-worker.mjs");
  const threads = process.getBuiltinModule("node:worker_threads");
  return new Promise((resolve) => {
    const worker = new threads.Worker(file, {
      workerData: question,
      resourceLimits: LIMITS,
      env: {},
      argv: [],
      execArgv: [],
    });
    const settle = (answer: Answer) => {
      clearTimeout(timer);
      resolve(answer);
      void worker.terminate();
    };
    const timer = setTimeout(() => settle({ code: "timeout" }), msMax);
    worker
      .on("message", settle)
      .on("error", (error: NodeJS.ErrnoException) =>
        settle({
          code: error.code === "ERR_WORKER_OUT_OF_MEMORY" ? "too_large" : "unavailable",
        }),
      )
      .on("exit", () => settle({ code: "unavailable" }));
  });
}
