import type { ASTNode } from "@marcbachmann/cel-js";
import { parseCondition } from "./condition";
import { comparisonWords, functionWords, membershipWords, truthWords } from "./term-words";

/**
 * A condition in words. Every part of it is there: `and`, `or` and `not` keep their structure, by
 * brackets where it isn't plain, and a part that has no words is quoted as it stands.
 */
export function readCondition(text: string): string {
  const tree = parseCondition(text);
  return tree ? read(tree, text, "top") : quoted(text);
}

/** What the words stand in: a part of another kind gets brackets there. */
type Place = "top" | "and" | "or";

function read(node: ASTNode, text: string, place: Place): string {
  if (node.op === "&&" || node.op === "||") {
    const word = node.op === "&&" ? "and" : "or";
    const joined = operands(node, node.op)
      .map((part) => read(part, text, word))
      .join(` ${word} `);
    return place === "top" || place === word ? joined : `(${joined})`;
  }
  if (node.op === "!_") {
    const inner = node.args;
    return truthWords(inner, false) ?? `not (${read(inner, text, "top")})`;
  }
  return (
    truthWords(node, true) ??
    comparisonWords(node) ??
    membershipWords(node) ??
    functionWords(node) ??
    quoted(text.slice(node.start, node.end))
  );
}

/** `a && b && c` is nested in the tree; said, it is one list. */
function operands(node: ASTNode, op: "&&" | "||"): ASTNode[] {
  if (node.op !== op) return [node];
  const [left, right] = node.args as [ASTNode, ASTNode];
  return [...operands(left, op), ...operands(right, op)];
}

const quoted = (text: string) => `\`${text}\` holds`;
