import { Thread } from "../thread";

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

const thread = new Thread<Question, Answer>({
  name: "graphql-compiler",
  file: "lib/blast-radius/graphql/compile-worker.mjs",
  limits: { maxOldGenerationSizeMb: 512, maxYoungGenerationSizeMb: 64, stackSizeMb: 4 },
  // Admins register a schema now and then; who comes while so many wait is told to come again.
  waitingMax: 4,
  waitMsMax: 60_000,
  spare: false,
});

/** Has a schema read in a thread of its own, which ends with its answer and gives back its memory. Never rejects. */
export async function compileInThread(question: Question, msMax: number): Promise<Answer> {
  const answer = await thread.ask(question, msMax, () => true);
  return "fault" in answer ? { code: answer.fault } : answer;
}
