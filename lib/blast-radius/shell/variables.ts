import {
  forEachChild,
  type Assignment,
  type Command,
  type Script,
  type SyntaxNode,
  type WordPart,
} from "unbash";
import { argumentOf, type Variables } from "./word";

/** Commands that set variables by name, in words that look like any others. */
const SETTERS = new Set(
  "read mapfile readarray unset printf getopts export declare local typeset let readonly wait".split(
    " ",
  ),
);
/** After these any variable may hold anything. */
const BLINDERS = new Set(["eval", "source", "."]);
/** What follows them is the command. */
const BEFORE_COMMAND = new Set(["command", "builtin", "exec", "noglob", "nocorrect"]);
/** Set by the shell itself, or say how it splits. */
const SPECIAL =
  /^(_|IFS|REPLY|OPT(ARG|IND)|MAPFILE|COPROC|(OLD)?PWD|DIRSTACK|GROUPS|(S?RANDOM|SECONDS|LINENO|HISTCMD)|(BASH|EPOCH|FUNC|PIPE)\w*)$/;
/** When a trap runs that can change no variable of what is read here: at the end. */
const AT_END = /^(EXIT|(SIG)?(INT|TERM|HUP|QUIT)|0|1|2|3|15)$/;

/**
 * The variables whose value can be told; `isWhole`: no other script stands around this one, with functions
 * and variables of its own. They are set once in the whole script, to literal text, before anything
 * may branch away, and touched by nothing else. With `eval` or `source` in it: none.
 */
export function knownVariables(script: Script, isWhole: boolean): Variables {
  const touched = new Map<string, number>();
  let blind = false;
  let redefined = false;
  // `c=read; $c name`
  let computed = false;
  let sets = false;
  const touch = (name: string) => touched.set(name, (touched.get(name) ?? 0) + 1);
  const visit = (node: SyntaxNode) => {
    switch (node.type) {
      case "Assignment":
        touch(node.name);
        sets ||= isSetting(node.value?.type === "Word" ? node.value.value : "");
        break;
      case "For":
      case "Select":
        touch(node.name.value);
        break;
      case "ParameterExpansion":
        if (node.operation?.type === "Default") touch(node.parameter);
        break;
      case "ArithmeticWord":
        touch(node.value);
        break;
      case "Function":
        // It may be called what a program is called.
        redefined ||= node.name.value === MKTEMP;
        break;
      case "Command": {
        const { name, args } = called(node);
        blind ||= BLINDERS.has(name) || setsBlindly(name, args);
        if (/[$`]/.test(name)) computed = true;
        if (SETTERS.has(name)) for (const one of args) namesIn(one).forEach(touch);
        break;
      }
      default:
    }
    forEachChild(node, visit);
  };
  visit(script);
  blind ||= (computed && sets) || touched.has("IFS");
  const known = new Map<string, { value: string | null; from: number }>();
  const variables: Variables = {
    get: (name) => known.get(name),
    isGiven: (name) => isWhole && !blind && !touched.has(name),
  };
  if (blind) return variables;
  for (const assignment of straightAssignments(script)) {
    const { name, value, append, index } = assignment;
    if (touched.get(name) !== 1 || SPECIAL.test(name) || append || index || value.type !== "Word")
      continue;
    if (isWhole && !redefined && makesFile(value)) {
      known.set(name, { value: null, from: assignment.end });
      continue;
    }
    const read = argumentOf(value, variables);
    if (read.dynamic === null && !read.pattern && !read.text.startsWith("~"))
      known.set(name, { value: read.text, from: assignment.end });
  }
  return variables;
}

/** `command -p read name` as `read name`. */
function called({ name, args }: Command): { name: string; args: Command["args"] } {
  if (!BEFORE_COMMAND.has(name?.value ?? "")) return { name: name?.value ?? "", args };
  const at = args.findIndex((one) => {
    const text = textOf(one);
    return !text.startsWith("-") && !BEFORE_COMMAND.has(text);
  });
  const first = args[at];
  return first ? { name: textOf(first), args: args.slice(at + 1) } : { name: "", args: [] };
}

const textOf = (one: Command["args"][number]) => (one.type === "Word" ? one.value : one.text);

/** Whether nobody can tell which variables it sets. */
function setsBlindly(name: string, args: Command["args"]): boolean {
  const [first = ""] = args.map(textOf);
  const words = args.flatMap((one) => (one.type === "Word" ? [one.value] : []));
  if (name === "trap") return !words.slice(1).every((signal) => AT_END.test(signal));
  if (name === "printf") return /^["']?[$`]/.test(first);
  // `declare -n a=b`: another name for b.
  if (["declare", "local", "typeset"].includes(name) && words.some((one) => /^-\w*n/.test(one)))
    return true;
  return SETTERS.has(name) && words.some((one) => /[$`]/.test(one));
}

const isSetting = (text: string) =>
  text.split(/\s+/).some((one) => [SETTERS, BLINDERS, BEFORE_COMMAND].some((set) => set.has(one)));

/** `name`, `"name=value"`, `name[0]`, and what is attached to an option: `-vname`. */
function namesIn(one: Command["args"][number]): string[] {
  if (one.type !== "Word") return [];
  const names = one.value.match(/[A-Za-z_]\w*/g) ?? [];
  const letters = /^-(\w+)/.exec(one.value)?.[1] ?? "";
  return [...names, ...Array.from(letters, (_, at) => letters.slice(at))];
}

const MKTEMP = "mktemp";

/** `$(mktemp)`, which makes an empty file that nothing else has. A folder isn't: links may get into it. */
function makesFile({ parts = [] }: { readonly parts?: readonly WordPart[] | undefined }): boolean {
  const [part] = parts;
  if (parts.length !== 1 || !part) return false;
  if (part.type === "DoubleQuoted") return makesFile(part);
  if (part.type !== "CommandExpansion" || part.script?.commands.length !== 1) return false;
  const command = part.script.commands[0]?.command;
  return (
    command?.type === "Command" &&
    command.name?.value === MKTEMP &&
    command.args.length === 0 &&
    command.prefix.length === 0 &&
    command.redirects.length === 0
  );
}

/** `A=x` at the script's own level, or at the head of `A=x && …`; with `export` too. */
function straightAssignments(script: Script): Assignment[] {
  return script.commands.flatMap(({ command, background }) => {
    if (background) return [];
    const head = command.type === "AndOr" ? command.commands[0] : command;
    if (head?.type !== "Command") return [];
    return assignmentsOf(head);
  });
}

function assignmentsOf(command: Command): Assignment[] {
  if (!command.name) return command.prefix.filter((one) => one.type === "Assignment");
  if (!["export", "readonly", "declare"].includes(command.name.value)) return [];
  // Attributes (`-i`, `-u`) change the value.
  if (command.args.some((one) => one.type === "Word" && one.value.startsWith("-"))) return [];
  return command.args.filter((one) => one.type === "Assignment");
}
