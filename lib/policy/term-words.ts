import type { ASTNode } from "@marcbachmann/cel-js";
import { EFFECT_KINDS } from "@/lib/core/impact";
import { EFFECT_WORDS } from "./vocabulary";
import { countOf, durationText } from "./words";

/** How a fact that is text is called. */
const TEXTS: Readonly<Record<string, string>> = {
  "environment.kind": "the environment's kind",
  "environment.slug": "the environment",
  action: "the action",
  "resource.type": "the resource's type",
  "resource.id": "the resource's id",
  "agent.id": "the agent's id",
  "agent.name": "the agent's name",
  risk: "the risk",
};

/** What a fact that is a number counts, after how many of it. */
const COUNTS: Readonly<Record<string, readonly [noun: string, verb: string]>> = {
  "totals.resources": ["resource", "hit"],
  "totals.records_deleted": ["record", "deleted"],
  "totals.records_modified": ["record", "modified"],
  "totals.bytes": ["byte", "hit"],
  contradictions: ["statement", "contradicted by evidence"],
  unknowns: ["question", "open"],
};

/** Said of what is true, and of what is false. */
const TRUTHS: Readonly<Record<string, readonly [yes: string, no: string]>> = {
  ...Object.fromEntries(EFFECT_KINDS.map((kind) => [`effects.${kind}`, EFFECT_WORDS[kind]])),
  reversible: ["it can be undone, restored or rebuilt", "it can't be undone, restored or rebuilt"],
  "recovery.survives": ["a recovery point survives", "no recovery point survives"],
};

const AMOUNT: Readonly<Record<string, string>> = {
  "==": "exactly",
  "!=": "other than",
  ">": "more than",
  ">=": "at least",
  "<": "fewer than",
  "<=": "at most",
};
const FLIPPED: Readonly<Record<string, string>> = { ">": "<", ">=": "<=", "<": ">", "<=": ">=" };

const own = <T>(table: Readonly<Record<string, T>>, key: string | null): T | null =>
  key !== null && Object.hasOwn(table, key) ? (table[key] ?? null) : null;

/** `environment.kind`, where the node names a fact. */
function nameOf(node: ASTNode): string | null {
  if (node.op === "id") return node.args;
  if (node.op !== ".") return null;
  const [of, member] = node.args;
  return of.op === "id" ? `${of.args}.${member}` : null;
}

const textOf = (node: ASTNode): string | null =>
  node.op === "value" && typeof node.args === "string" ? node.args : null;

/** In quotes: a value must not be taken for words of ours. */
const shown = (text: string) => JSON.stringify(text);

/** `effects.delete`, also compared with true or false. */
export function truthWords(node: ASTNode, truth: boolean): string | null {
  const words = own(TRUTHS, nameOf(node));
  if (words) return words[truth ? 0 : 1];
  if (node.op !== "==" && node.op !== "!=") return null;
  const [left, right] = node.args;
  if (right.op !== "value" || typeof right.args !== "boolean") return null;
  return truthWords(left, truth === ((node.op === "==") === right.args));
}

/** A fact beside a value, either way round. */
export function comparisonWords(node: ASTNode): string | null {
  if (!Object.hasOwn(AMOUNT, node.op)) return null;
  const [left, right] = node.args as [ASTNode, ASTNode];
  if (left.op === "value" && right.op !== "value")
    return compared(FLIPPED[node.op] ?? node.op, right, left);
  return compared(node.op, left, right);
}

function compared(op: string, fact: ASTNode, value: ASTNode): string | null {
  const name = nameOf(fact);
  const text = textOf(value);
  if (text !== null) {
    const called = own(TEXTS, name);
    if (called === null) return null;
    if (op === "==") return `${called} is ${shown(text)}`;
    return op === "!=" ? `${called} is not ${shown(text)}` : null;
  }
  if (value.op !== "value" || typeof value.args !== "bigint") return null;
  const amount = own(AMOUNT, op) ?? op;
  if (name === "recovery.newest_age")
    return `the newest surviving recovery point is ${amount === "fewer than" ? "less than" : amount} ${durationText(Number(value.args))} old`;
  const counted = own(COUNTS, name);
  if (!counted) return null;
  const [noun, verb] = counted;
  // As one says it; of whole numbers the same.
  if (value.args === 0n && op === ">") return `at least ${countOf(1, noun)} is ${verb}`;
  if (value.args === 0n && op === "==") return `no ${noun} is ${verb}`;
  return `${amount} ${countOf(value.args, noun)} ${value.args === 1n ? "is" : "are"} ${verb}`;
}

/** A fact that is one of a list of texts. */
export function membershipWords(node: ASTNode): string | null {
  if (node.op !== "in") return null;
  const [fact, list] = node.args;
  const called = own(TEXTS, nameOf(fact));
  if (called === null || list.op !== "list") return null;
  const values = list.args.map(textOf);
  if (values.length === 0 || values.includes(null)) return null;
  return `${called} is one of ${values.map((value) => shown(value ?? "")).join(", ")}`;
}

const FUNCTIONS: Readonly<Record<string, string>> = {
  like: "is like",
  startsWith: "begins with",
  endsWith: "ends with",
  contains: "contains",
};

/** A question about a fact that is text. */
export function functionWords(node: ASTNode): string | null {
  if (node.op !== "rcall") return null;
  const [name, fact, args] = node.args;
  const called = own(TEXTS, nameOf(fact));
  const asks = own(FUNCTIONS, name);
  const [only, ...more] = args.map(textOf);
  if (called === null || asks === null || typeof only !== "string" || more.length > 0) return null;
  return `${called} ${asks} ${shown(only)}`;
}
