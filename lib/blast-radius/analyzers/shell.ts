import { awsAction } from "../aws-action";
import { ADDED, GONE } from "../cli/cli";
import { combine } from "../combine";
import { findingsOf } from "../deeds/findings";
import { ASK_THE_AGENT, PLAIN_DEED, type Deed } from "../deeds/deed";
import type { Declared, Findings } from "../findings";
import { Reading, type AwsCall, type Setting } from "../shell/reading";
import { runCommand } from "../shell/run-command";
import { runScript } from "../shell/run-script";
import { literal } from "../shell/word";
import type { AnalyzeNested } from "./nested";
import { notUnderstood } from "./not-understood";

const ANALYZER = { name: "shell", version: "1" } as const;
const TOOL = "Shell parser over the exact bytes";

/** Longer than a script that a person could review; parsing this much takes well under a second. */
const SCRIPT_LENGTH_MAX = 32 * 1024;
/** Parsers recurse; what a person could follow is nested far less. */
const NESTING_MAX = 100;
/** Each makes the parser look ahead for its end. */
const HEREDOCS_MAX = 200;

const START: Setting = {
  depth: 0,
  input: { kind: "none" },
  conditional: false,
  functions: new Set(),
  place: null,
};

/** What a shell script or command would do, through whatever its commands run in turn. */
export async function analyzeShell(
  declared: Declared,
  content: string,
  analyzeNested: AnalyzeNested,
): Promise<Findings> {
  const reading = new Reading({ script: runScript, command: runCommand });
  const refusal = refusalOf(content) ?? faultIn(() => reading.runScript(literal(content), START));
  if (refusal !== null)
    return notUnderstood(declared, {
      analyzer: ANALYZER,
      status: "failed",
      what: "What does the script do?",
      why: refusal,
      resolve: ASK_THE_AGENT,
    });
  const deeds = [...reading.deeds];
  for (const call of reading.aws) deeds.push(...(await deedsOf(call)));
  const nested: Findings[] = [];
  for (const { artifact, params, conditional } of reading.handed) {
    const inner = {
      ...declared,
      artifact,
      params: { ...declared.params, ...params },
      // Which API a command reaches, its options and the machine decide.
      graphqlSchema: null,
    };
    const found = await analyzeNested(inner);
    nested.push(conditional ? notCounted(found) : found);
  }
  const own = findingsOf(declared, {
    analyzer: ANALYZER,
    tool: TOOL,
    content,
    deeds,
    unknowns: reading.questions,
  });
  // What a collector counts is a statement in the database that is registered; which one a command
  // reaches, its options and the machine decide.
  return { ...combine(declared, [own, ...nested]), sql: null };
}

/** The stack ends before a parser's patience does, on nesting that no count of brackets sees. */
function faultIn(read: () => void): string | null {
  try {
    read();
    return null;
  } catch (error) {
    if (error instanceof RangeError) return "It is nested too deeply to be read.";
    throw error;
  }
}

/** In a loop or a branch, how often isn't known. */
const notCounted = (found: Findings): Findings =>
  found.targets.bound === "exact"
    ? { ...found, targets: { ...found.targets, bound: "at_least" } }
    : found;

function refusalOf(content: string): string | null {
  if (content.length > SCRIPT_LENGTH_MAX)
    return `It is longer than ${SCRIPT_LENGTH_MAX / 1024} KiB.`;
  if (content.includes("\0"))
    return "It holds a NUL character, which programs read each in their own way.";
  if (!content.isWellFormed())
    return "It holds half a character, which programs read as they like.";
  if (isNestedTooDeeply(content)) return `It is nested more than ${NESTING_MAX} deep.`;
  if (content.split("<<").length > HEREDOCS_MAX) return "It holds too many here-documents.";
  return null;
}

/** Counted before a parser sees it, quotes or not. */
function isNestedTooDeeply(content: string): boolean {
  let depth = 0;
  for (const character of content) {
    if (character === "(" || character === "{") depth++;
    else if (character === ")" || character === "}") depth = Math.max(0, depth - 1);
    if (depth > NESTING_MAX) return true;
  }
  return false;
}

/** An AWS call, with the effects of its action. */
async function deedsOf({ service, operation, deed, output }: AwsCall): Promise<Deed[]> {
  const action = await awsAction(service, operation);
  const writes: Deed[] =
    output === null
      ? []
      : [
          {
            ...PLAIN_DEED,
            by: deed.by,
            effects: ["overwrite"],
            noun: "file",
            type: "file",
            targets: [output],
            undo: GONE,
          },
        ];
  const level =
    action.level === null ? "IAM's table doesn't have it" : `IAM calls it ${action.level}`;
  return [
    {
      ...deed,
      effects: action.effects,
      undo: action.effects.every((kind) => kind === "create") ? ADDED : deed.undo,
      unknowns: [
        {
          what: `What does ${deed.by} do, and what goes along with it?`,
          why: `Countersign has no rules for this action; its effect is read from its name, and ${level}.`,
          resolve: "Look the action up in AWS's documentation: effect, cascades, backups, undo.",
        },
        ...(deed.targets.length > 0
          ? []
          : [
              {
                what: `What does ${deed.by} act on?`,
                why: "Its options name no id.",
                resolve: ASK_THE_AGENT,
              },
            ]),
        {
          topic: "environment",
          what: `Which account does ${deed.by} reach?`,
          why: "It reaches the account of the credentials that it is run with.",
          resolve: "Ask which account the credentials of the executor belong to.",
        },
      ],
    },
    ...writes,
  ];
}
