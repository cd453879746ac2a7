import {
  forEachChild,
  parse,
  type Command,
  type Redirection,
  type Script,
  type SyntaxNode,
} from "unbash";
import { COMMANDS_MAX } from "./limits";
import { knownVariables } from "./variables";
import { argumentOf, argumentsOf, literal, readParts, type Argument, type Variables } from "./word";

/** What a command reads, where that is known. */
export type Input =
  | { readonly kind: "none" }
  | { readonly kind: "text"; readonly text: Argument }
  | { readonly kind: "unknown"; readonly why: string };

export interface Redirected {
  readonly operator: string;
  readonly target: Argument;
}

/** A command as it stands in the script, before anybody asks what it does. */
export interface SimpleCommand {
  /** Its name first; empty where it only assigns or redirects. */
  readonly words: readonly Argument[];
  /** Names of variables that are set for it. */
  readonly environment: readonly string[];
  readonly input: Input;
  readonly conditional: boolean;
}

export interface WalkedScript {
  readonly commands: readonly SimpleCommand[];
  readonly writes: readonly (Redirected & { readonly conditional: boolean })[];
  /** Names of functions that it defines: their bodies are among the commands. */
  readonly functions: ReadonlySet<string>;
  /** Where the parser gave up, or guessed; null: it read everything. */
  readonly fault: string | null;
}

interface Context {
  readonly input: Input;
  readonly conditional: boolean;
}

interface Around extends Context {
  /** No other script stands around it. */
  readonly isWhole: boolean;
}

const EVALUATED = /\[[^\]\n]{0,200}(\$\(|`)/;
/** Nodes inside each other; a command in a function in a loop in a condition takes about thirty. */
const NODE_DEPTH_MAX = 400;
const NO_INPUT: Input = { kind: "none" };
const BRANCHES: ReadonlySet<string> = new Set(
  "If For ArithmeticFor Select While Case Function Coproc".split(" "),
);

/** Every command of a script, through lists, pipelines, substitutions, functions and branches. */
export function walkScript(source: string, from: Around): WalkedScript {
  const script = parse(source);
  const variables = knownVariables(script, from.isWhole);
  let depth = 0;
  const commands: SimpleCommand[] = [];
  const writes: (Redirected & { conditional: boolean })[] = [];
  const functions = new Set<string>();
  let fault: string | null = null;

  const checkErrors = (node: Script & { errors?: readonly { message: string }[] | undefined }) => {
    fault ??= node.errors?.[0]?.message ?? null;
  };
  const redirect = (redirections: readonly Redirection[], context: Context): Context => {
    let { input } = context;
    for (const one of redirections) {
      const read = readRedirection(one, variables);
      if ("kind" in read) input = read;
      else writes.push({ ...read, conditional: context.conditional });
    }
    return { ...context, input };
  };
  const visitAll = (node: SyntaxNode, context: Context) =>
    forEachChild(node, (child) => {
      if (depth >= NODE_DEPTH_MAX || commands.length > COMMANDS_MAX) {
        fault ??= "it is too long, or nested too deeply";
        return;
      }
      depth++;
      visit(child, context);
      depth--;
    });

  const visit = (node: SyntaxNode, context: Context): void => {
    const inside = BRANCHES.has(node.type) ? { ...context, conditional: true } : context;
    switch (node.type) {
      case "Script":
        checkErrors(node);
        return visitAll(node, inside);
      case "Command": {
        const own = redirect(node.redirects, inside);
        commands.push(commandOf(node, variables, own));
        return visitAll(node, { ...inside, input: NO_INPUT });
      }
      case "CommandExpansion":
      case "ProcessSubstitution":
        if (!node.script) fault ??= "a substitution that can't be read";
        return visitAll(node, { ...inside, input: NO_INPUT });
      case "Redirected": {
        const own = redirect(node.redirects, inside);
        for (const one of node.redirects) visitAll(one, { ...inside, input: NO_INPUT });
        return visit(node.command, own);
      }
      case "Pipeline": {
        let { input } = inside;
        for (const command of node.commands) {
          visit(command, { ...inside, input });
          input = outputOf(command, variables);
        }
        return;
      }
      case "AndOr": {
        const [first, ...others] = node.commands;
        if (first) visit(first, inside);
        for (const other of others) visit(other, { ...inside, conditional: true });
        return;
      }
      case "ParameterExpansion":
        // `${x@P}` runs what x holds, and `${!x}` may.
        if (node.prefix === "!" || (node.operation?.type === "Transform" && /P/.test(node.text)))
          fault ??= "a value that is read as shell text";
        return visitAll(node, inside);
      case "TestUnary":
      case "TestBinary":
        // `[[ -v 'a[$(…)]' ]]` runs what stands in quotes.
        if (EVALUATED.test(source.slice(node.pos, node.end)))
          fault ??= "a test that may run what stands in quotes";
        return visitAll(node, inside);
      case "Function":
        functions.add(node.name.value);
        return visitAll(node, inside);
      default:
        return visitAll(node, inside);
    }
  };
  visit(script, from);
  return { commands, writes, functions, fault };
}

function commandOf(
  node: Command,
  variables: Variables,
  { input, conditional }: Context,
): SimpleCommand {
  const words = node.name ? argumentsOf(node.name, variables) : [];
  for (const one of node.args)
    if (one.type === "Word") words.push(...argumentsOf(one, variables));
    else words.push({ ...literal(one.text), dynamic: isLiteral(one.value, variables) });
  return {
    words,
    // `export NAME=value` sets it for all that follow.
    environment: [...node.prefix, ...node.args].flatMap((one) =>
      one.type === "Assignment" ? [one.name] : [],
    ),
    input,
    conditional,
  };
}

const isLiteral = (
  value: Parameters<typeof argumentOf>[0] | { type: "ArrayValue" },
  v: Variables,
) => (value.type === "Word" ? argumentOf(value, v).dynamic : "It is a list.");

/** What it makes the command read, or where it makes it write. */
function readRedirection(one: Redirection, variables: Variables): Input | Redirected {
  if (one.type === "HereDoc") {
    const { body } = one;
    const text = body.parts ? readParts(body.parts, variables) : literal(body.text);
    return { kind: "text", text };
  }
  const target = one.target ? argumentOf(one.target, variables) : literal("");
  if (one.type === "HereString") return { kind: "text", text: target };
  if (one.operator === "<" && target.dynamic === null && target.text === "/dev/null")
    return { kind: "text", text: literal("") };
  if (one.operator === "<")
    return { kind: "unknown", why: `It is in ${target.text}, which wasn't submitted.` };
  return { operator: one.operator, target };
}

/** What a command gives to the next one in its pipeline. */
function outputOf(node: SyntaxNode, variables: Variables): Input {
  const unknown: Input = { kind: "unknown", why: "It is the output of another command." };
  if (node.type !== "Command" || !node.name) return unknown;
  const command = commandOf(node, variables, { input: NO_INPUT, conditional: false });
  const [name, ...args] = command.words;
  if (name?.text === "cat" && args.length === 0) {
    const inputs = node.redirects.map((one) => readRedirection(one, variables));
    const text = inputs.find((one): one is Input => "kind" in one);
    return text ?? unknown;
  }
  const isPlain = args.every(({ text }) => !/^-[a-z]/i.test(text) && !text.includes("\\"));
  const echoes = name?.text === "echo" || (name?.text === "printf" && args.length === 1);
  if (!echoes || !isPlain || (name.text === "printf" && args[0]?.text.includes("%")))
    return unknown;
  return {
    kind: "text",
    text: {
      ...literal(args.map(({ text }) => text).join(" ")),
      dynamic: args.find(({ dynamic }) => dynamic !== null)?.dynamic ?? null,
    },
  };
}
