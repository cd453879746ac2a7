import { GRAPHQL_SCHEMA_BYTES_MAX } from "@/lib/core/graphql-schema";
import type { CompiledSchema } from "./compiled-schema";
import { compileInThread, type Answer, type SchemaFault } from "./compile-thread";

/** The largest public schemas have some 300,000. The time and memory to read one grow with them. */
const TOKENS_MAX = 500_000;
/** The densest schema of so many tokens takes four seconds on an idle core. */
const COMPILE_MS_MAX = 20_000;
/** It is read back for every GraphQL operation: so much takes 30 ms. */
const COMPILED_BYTES_MAX = 2 * 1024 * 1024;
const FAULTS_MAX = 20;

export interface CompileResult {
  readonly format: "sdl" | "introspection";
  readonly compiled: CompiledSchema;
  readonly mutations: number;
}

/** A schema that can't be taken, with its faults and where they are. */
export class SchemaRefused extends Error {
  override readonly name = "SchemaRefused";
  constructor(readonly faults: readonly [SchemaFault, ...SchemaFault[]]) {
    super(faults[0].message);
  }
}

/** The compiler can't take this one now, whatever it holds. */
export class CompilerBusy extends Error {}

/**
 * What a schema's mutations take, from its SDL or from the JSON that an introspection query answers; both
 * give the same. Errors: SchemaRefused, CompilerBusy.
 */
export async function compileSchema(text: string): Promise<CompileResult> {
  if (Buffer.byteLength(text) > GRAPHQL_SCHEMA_BYTES_MAX) throw refused("It is longer than 5 MiB.");
  if (text.trim() === "") throw refused("It is empty.");
  // SDL can't begin with a brace: that would be a query.
  const format = /^\uFEFF?\s*[{[]/.test(text) ? "introspection" : "sdl";
  const answer = await compileInThread(
    {
      // Some editors put a byte order mark before it, which says nothing.
      text: text.replace(/^\uFEFF/, ""),
      format,
      limits: {
        tokensMax: TOKENS_MAX,
        faultsMax: FAULTS_MAX,
        compiledBytesMax: COMPILED_BYTES_MAX,
      },
    },
    COMPILE_MS_MAX,
  );
  if ("compiled" in answer)
    return {
      format,
      compiled: JSON.parse(answer.compiled) as CompiledSchema,
      mutations: answer.mutations,
    };
  if ("code" in answer) {
    if (answer.code === "busy" || answer.code === "unavailable") throw new CompilerBusy();
    throw refused(SENTENCE[answer.code]);
  }
  const [first, ...others] = answer.faults;
  throw first ? new SchemaRefused([first, ...others]) : refused(SENTENCE.not_a_schema);
}

type Code = Extract<Answer, { code: unknown }>["code"];

const SENTENCE: Readonly<Record<Exclude<Code, "busy" | "unavailable">, string>> = {
  too_long: `It has more than ${TOKENS_MAX.toLocaleString("en-US")} tokens.`,
  too_much: `What its mutations take fills more than ${COMPILED_BYTES_MAX / 1024 / 1024} MiB.`,
  too_deep: "It is nested too deeply.",
  not_a_schema: "It isn't what an introspection query answers.",
  timeout: "Reading it takes too long.",
  too_large: "Reading it takes too much memory.",
};

const refused = (message: string) => new SchemaRefused([{ message }]);
