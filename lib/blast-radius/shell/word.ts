import type { DoubleQuotedChild, Word, WordPart } from "unbash";

/** Past it nobody reads on; the whole is cut, and counts as not known. */
const ARGUMENT_LENGTH_MAX = 64 * 1024;

/** One argument, as far as it can be known before it runs. */
export interface Argument {
  /** What the program is given; what only the run knows stands as it is written, `$DIR/data`. */
  readonly text: string;
  /** Why it isn't known; null: it is. */
  readonly dynamic: string | null;
  /** It may turn out to be an option, or several words. */
  readonly loose: boolean;
  /** It stands unquoted, and the script itself makes it: it may hold options too, even as a value. */
  readonly splits?: true;
  /** A pattern, which stands for what the machine has. */
  readonly pattern: boolean;
  /** What a substitution in it makes, for `source <(…)`. */
  readonly process: boolean;
  /** The path of a file that the script itself has just made, empty. */
  readonly fresh?: true;
  /** `"$DATABASE_URL"`: by its name where to connect to, and nothing in the script sets it. */
  readonly address?: true;
}

/** What is known of variables before the run. */
export interface Variables {
  /** The value, and from where in the script on; null: the path of a file that is made for it. */
  readonly get: (
    name: string,
  ) => { readonly value: string | null; readonly from: number } | undefined;
  /** Whether nothing in the script can set it: it comes from whoever runs it. */
  readonly isGiven: (name: string) => boolean;
}

export const literal = (text: string): Argument => ({
  text,
  dynamic: null,
  loose: false,
  pattern: false,
  process: false,
});

/** What a word becomes; several arguments where an unquoted variable holds spaces. */
export function argumentsOf(word: Word, variables: Variables): Argument[] {
  const parts = word.parts ?? [];
  if (parts.length === 0) return [literal(word.value)];
  const only = parts.length === 1 ? parts[0] : undefined;
  if (only && (only.type === "SimpleExpansion" || only.type === "ParameterExpansion")) {
    const value = variableValue(only, variables);
    if (value !== null)
      return value
        .split(/[ \t\n]+/)
        .filter(Boolean)
        .map((text) => splitWord(text));
  }
  return [readParts(parts, variables)];
}

/** After splitting, a value is still a pattern where it holds one. */
const splitWord = (text: string): Argument => ({ ...literal(text), pattern: /[*?[]/.test(text) });

export const argumentOf = (word: Word, variables: Variables): Argument =>
  word.parts?.length ? readParts(word.parts, variables) : literal(word.value);

/** As if it stood between double quotes: a here-document's body. */
export function readParts(
  parts: readonly (WordPart | DoubleQuotedChild)[],
  variables: Variables,
): Argument {
  let text = "";
  let dynamic: string | null = null;
  let loose = false;
  let pattern = false;
  let process = false;
  let splits = false;
  for (const part of parts) {
    if (text.length > ARGUMENT_LENGTH_MAX) {
      dynamic ??= "It is too long to be read here.";
      break;
    }
    const read = readPart(part, variables);
    // Unquoted it can fall into several words; quoted it is an option only from its start.
    if (read.loose && (text === "" || part.type !== "DoubleQuoted")) loose = true;
    text += read.text;
    dynamic ??= read.dynamic;
    pattern ||= read.pattern;
    process ||= read.process;
    splits ||= read.splits === true && part.type !== "DoubleQuoted";
  }
  const [only] = parts;
  const alone = only && parts.length === 1 ? readPart(only, variables) : null;
  return {
    text,
    dynamic,
    loose,
    pattern,
    process,
    ...(splits ? { splits: true } : {}),
    ...(alone?.fresh ? { fresh: true } : {}),
    ...(alone?.address ? { address: true } : {}),
  };
}

function readPart(part: WordPart | DoubleQuotedChild, variables: Variables): Argument {
  switch (part.type) {
    case "Literal":
    case "SingleQuoted":
    case "AnsiCQuoted":
      return literal(part.value);
    case "Glob":
    case "ExtendedGlob":
      return { ...literal(part.text), pattern: true };
    case "BraceExpansion":
      // `{push,--force}` are two words, and either may be an option.
      return { ...literal(part.text), pattern: true, loose: true };
    case "DoubleQuoted": {
      const inner = readParts(part.parts, variables);
      // Between quotes it stays one word; only an empty start can make it an option.
      return {
        ...inner,
        loose: inner.dynamic !== null && !inner.fresh && startsDynamic(part.parts, variables),
        ...(isAddress(part.parts, variables) ? { address: true } : {}),
      };
    }
    case "LocaleString":
      return unknown(part.text, "It is translated by the machine's language.");
    case "SimpleExpansion":
    case "ParameterExpansion": {
      const value = variableValue(part, variables);
      if (value !== null) return literal(value);
      const open = unknown(part.text, `${part.text} is only known when it runs.`);
      if (isKnown(part, variables)) return { ...open, loose: false, fresh: true };
      return variables.isGiven(nameOf(part)) ? open : { ...open, splits: true };
    }
    case "CommandExpansion":
      return {
        ...unknown(part.text, "It is the output of a command, which only the run knows."),
        splits: true,
      };
    case "ArithmeticExpansion":
      return unknown(part.text, "It is calculated when it runs.");
    case "ProcessSubstitution":
      return { ...unknown(part.text, "It is the output of a command."), process: true };
  }
}

const unknown = (text: string, why: string): Argument => ({
  ...literal(text),
  dynamic: why,
  loose: true,
});

function startsDynamic(parts: readonly DoubleQuotedChild[], variables: Variables): boolean {
  const [first] = parts;
  return first !== undefined && readPart(first, variables).dynamic !== null;
}

function variableValue(part: Expansion, variables: Variables): string | null {
  return isKnown(part, variables) ? (variables.get(nameOf(part))?.value ?? null) : null;
}

type Expansion = Extract<WordPart, { type: "SimpleExpansion" | "ParameterExpansion" }>;

const nameOf = (part: Expansion) =>
  part.type === "SimpleExpansion" ? part.text.replace(/^\$/, "") : part.parameter;

function isKnown(part: Expansion, variables: Variables): boolean {
  if (part.type === "ParameterExpansion" && (part.operation || part.index || part.prefix))
    return false;
  const known = variables.get(nameOf(part));
  return known !== undefined && part.pos >= known.from;
}

const ADDRESS = /^([A-Z0-9]+_)*(URL|URI|DSN)$/;

function isAddress(parts: readonly DoubleQuotedChild[], variables: Variables): boolean {
  const [part] = parts;
  if (parts.length !== 1 || part?.type !== "SimpleExpansion") return false;
  return ADDRESS.test(nameOf(part)) && variables.isGiven(nameOf(part));
}

/** Arguments as a shell joins them: `eval`, `ssh host …`. */
export function joined(args: readonly Argument[]): Argument {
  const dynamic = args.find((argument) => argument.dynamic !== null)?.dynamic ?? null;
  return { ...literal(args.map(({ text }) => text).join(" ")), dynamic };
}
