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
  "read mapfile readarray unset printf getopts export declare local typeset let readonly".split(
    " ",
  ),
);
/** After these any variable may hold anything. */
const BLINDERS = new Set(["eval", "source", "."]);

/**
 * The variables whose value can be told; `isWhole`: no other script stands around this one, with functions
 * and variables of its own. They are set once in the whole script, to literal text, before anything
 * may branch away, and touched by nothing else. With `eval` or `source` in it: none.
 */
export function knownVariables(script: Script, isWhole: boolean): Variables {
  const touched = new Map<string, number>();
  let blind = false;
  let redefined = false;
  const touch = (name: string) => touched.set(name, (touched.get(name) ?? 0) + 1);
  const visit = (node: SyntaxNode) => {
    switch (node.type) {
      case "Assignment":
        touch(node.name);
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
      case "Command":
        blind ||= BLINDERS.has(node.name?.value ?? "");
        if (SETTERS.has(node.name?.value ?? ""))
          for (const word of node.args) if (word.type === "Word") touch(word.value);
        break;
      default:
    }
    forEachChild(node, visit);
  };
  visit(script);
  const known = new Map<string, { value: string | null; from: number }>();
  const variables: Variables = {
    get: (name) => known.get(name),
    isGiven: (name) => isWhole && !blind && !touched.has(name),
  };
  if (blind) return variables;
  for (const assignment of straightAssignments(script)) {
    const { name, value, append, index } = assignment;
    if (touched.get(name) !== 1 || append || index || value.type !== "Word") continue;
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
