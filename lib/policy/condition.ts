import {
  Environment,
  EvaluationError,
  ParseError,
  TypeError as CelTypeError,
  type ASTNode,
} from "@marcbachmann/cel-js";
import { matchesPattern } from "@/lib/core/scope";
import type { PolicyFacts } from "./facts";
import { VOCABULARY } from "./vocabulary";

/** Of one condition. With no way to loop but over short lists, they bound its cost: microseconds. */
const LIMITS = {
  maxAstNodes: 300,
  maxDepth: 30,
  maxListElements: 100,
  maxMapEntries: 0,
  maxCallArguments: 4,
};

/**
 * The vocabulary as CEL knows it. A fact that isn't known is absent: reading it is an error, which `&&`
 * and `||` absorb where the other side decides (CEL, "Logical Operators").
 */
const language = new Environment({ limits: LIMITS }).registerFunction(
  "string.like(string): bool",
  (value: string, pattern: string) => matchesPattern(pattern, value),
);
const schemas = new Map<string, Record<string, string>>();
for (const { name, type } of VOCABULARY) {
  const [variable = "", member] = name.split(".");
  if (member === undefined) language.registerVariable({ name, type });
  else schemas.set(variable, { ...schemas.get(variable), [member]: type });
}
for (const [name, schema] of schemas) language.registerVariable({ name, schema });

/** The syntax tree, to be put into words; null where it can't be read. */
export function parseCondition(text: string): ASTNode | null {
  try {
    return language.parse(text).ast;
  } catch {
    return null;
  }
}

/** A condition that can't be used; `start` and `end` are offsets into its text. */
export interface ConditionFault {
  readonly detail: string;
  readonly start: number;
  readonly end: number;
}

/** True, false, or null: what is known doesn't say. */
export type Condition = (facts: PolicyFacts) => boolean | null;

/** Checks types and limits, and makes it ready to run. */
export function compileCondition(text: string): Condition | ConditionFault {
  let run: ReturnType<Environment["parse"]>;
  try {
    run = language.parse(text);
  } catch (error) {
    return faultOf(error, text);
  }
  const refused = refuse(run.ast);
  if (refused) return refused;
  const checked = run.check();
  if (!checked.valid) return faultOf(checked.error, text);
  if (String(checked.type) !== "bool")
    return { detail: `This is of type ${checked.type}, not bool.`, start: 0, end: text.length };
  return (facts) => {
    try {
      const value: unknown = run(facts);
      return typeof value === "boolean" ? value : null;
    } catch {
      return null;
    }
  };
}

export const isFault = (made: Condition | ConditionFault): made is ConditionFault =>
  typeof made !== "function";

function faultOf(error: unknown, text: string): ConditionFault {
  const known =
    error instanceof ParseError ||
    error instanceof CelTypeError ||
    error instanceof EvaluationError;
  if (!known) return { detail: "This can't be read.", start: 0, end: text.length };
  const { start, end } = error.range ?? { start: 0, end: text.length };
  return { detail: `${error.summary}.`, start, end: Math.max(end, start + 1) };
}

/**
 * All that may be called. Not `has`, which would make of what isn't known a plain false; not `matches`,
 * which an id could keep busy for ever; not the macros, which loop; not `dyn`, which ends type checks.
 */
const FUNCTIONS: ReadonlySet<string> = new Set(
  `like startsWith endsWith contains size timestamp getFullYear getMonth getDate getDayOfMonth
   getDayOfWeek getDayOfYear getHours getMinutes`.split(/\s+/),
);
const REFUSED_OPERATORS: ReadonlySet<string> = new Set(["map", ".?", "[]", "[?]"]);

function refuse(node: ASTNode): ConditionFault | null {
  const { op, args, start, end } = node;
  if (REFUSED_OPERATORS.has(op)) return { detail: "Maps and indexes aren't offered.", start, end };
  if ((op === "call" || op === "rcall") && !FUNCTIONS.has(args[0]))
    return { detail: `${args[0]}() isn't offered.`, start, end };
  for (const child of nodesIn(args)) {
    const refused = refuse(child);
    if (refused) return refused;
  }
  return null;
}

function* nodesIn(args: unknown): Generator<ASTNode> {
  if (Array.isArray(args)) for (const arg of args) yield* nodesIn(arg);
  else if (typeof args === "object" && args !== null && "op" in args) yield args as ASTNode;
}
