import type { Node } from "libpg-query";
import { objectName } from "./object-name";

/** A node by the parser's name of it. */
export type NodeOf<T extends string> =
  Extract<Node, Record<T, unknown>> extends Record<T, infer N> ? N : never;

/** `runs`: with the statement; `later`: it is only defined; `planned`: EXPLAIN, which plans only. */
export type When = "runs" | "later" | "planned";

export interface Part {
  readonly tag: string;
  readonly node: Readonly<Record<string, unknown>>;
  readonly when: When;
}

/** What is inside these runs when somebody reads, writes or calls what they define. */
const DEFINING = new Set([
  "ViewStmt",
  "CreateStmt",
  "CreateTrigStmt",
  "CreatePolicyStmt",
  "AlterPolicyStmt",
  "CreateDomainStmt",
  "CreateFunctionStmt",
  "RuleStmt",
]);
/** Members that hold a node without its name. */
const UNNAMED: ReadonlyMap<string, string> = new Map([
  ["funccall", "FuncCall"],
  ["intoClause", "IntoClause"],
]);
const RELEVANT = /^[A-Z]\w*Stmt$|^FuncCall$|^IntoClause$|^LockingClause$|^A_Expr$/;

/** Nothing relevant is inside of these, which most of a long list of values is made of. */
const LEAVES = new Set(["A_Const", "ColumnRef", "ParamRef", "String", "TypeName", "RangeVar"]);

/** Every statement, call and lock in a tree, at whatever depth; outer ones first. Without recursion. */
export function* partsOf(root: object): Generator<Part> {
  const waiting: { tag: string; value: object; when: When }[] = [
    { tag: "", value: root, when: "runs" },
  ];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const { tag, value, when } = next;
    const node = value as Part["node"];
    if (RELEVANT.test(tag)) yield { tag, node, when };
    const inside = whenInside(tag, node, when);
    // Last in, first out: pushed backwards, what stands first comes first.
    const keys = Object.keys(value);
    for (let i = keys.length - 1; i >= 0; i--) {
      const key = keys[i] ?? "";
      const member = node[key];
      if (typeof member === "object" && member !== null && !LEAVES.has(key))
        waiting.push({ tag: UNNAMED.get(key) ?? key, value: member, when: inside });
    }
  }
}

function whenInside(tag: string, node: Part["node"], outside: When): When {
  if (tag === "ExplainStmt" && !isAnalyzed(node)) return outside === "later" ? "later" : "planned";
  return DEFINING.has(tag) && outside === "runs" ? "later" : outside;
}

/** Whether EXPLAIN runs the statement: ANALYZE in any form that isn't plainly off. */
function isAnalyzed(explain: NodeOf<"ExplainStmt">): boolean {
  const given = (explain.options ?? [])
    .map((option) => ("DefElem" in option ? option.DefElem : null))
    // As often as it is given, the last one counts.
    .findLast((option) => option?.defname?.toLowerCase() === "analyze");
  if (!given) return false;
  const value = objectName(given.arg)?.toLowerCase() ?? "on";
  return !["off", "false", "0", "no", "f", "n"].includes(value);
}
