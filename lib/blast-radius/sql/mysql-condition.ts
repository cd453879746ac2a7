import type { Truth } from "./always-true";
import { asNode, type MysqlNode } from "./mysql-node";

/** Whether a WHERE limits anything, as far as its own text shows. As truthOf, of MySQL's trees. */
export function truthOfMysql(value: unknown): Truth {
  const node = asNode(value);
  if (!node) return "depends";
  if (isLiteral(node)) return isTrue(node["value"]);
  const operator = String(node["operator"]).toUpperCase();
  if (node["type"] === "unary_expr") {
    const inner = truthOfMysql(node["expr"]);
    const negates = operator === "NOT" || operator === "!";
    return negates && inner === "never"
      ? "always"
      : negates && inner === "always"
        ? "never"
        : "depends";
  }
  if (node["type"] !== "binary_expr") return "depends";
  const [left, right] = [asNode(node["left"]), asNode(node["right"])];
  if (!left || !right) return "depends";
  if (operator === "AND" || operator === "&&") return both(truthOfMysql(left), truthOfMysql(right));
  if (operator === "OR" || operator === "||")
    return either(truthOfMysql(left), truthOfMysql(right));
  return compare(operator, left, right);
}

const isLiteral = ({ type }: MysqlNode) => /^(bool|number|.*string)$/.test(String(type));

const isTrue = (value: unknown): Truth =>
  value === true || Number(value)
    ? "always"
    : value === false || Number(value) === 0
      ? "never"
      : "depends";

function both(a: Truth, b: Truth): Truth {
  if (a === "never" || b === "never") return "never";
  if (a === "depends" || b === "depends") return "depends";
  return a === "always" && b === "always" ? "always" : "unless_null";
}

function either(a: Truth, b: Truth): Truth {
  if (a === "always" || b === "always") return "always";
  if (a === "unless_null" || b === "unless_null") return "unless_null";
  return a === "never" && b === "never" ? "never" : "depends";
}

function compare(operator: string, left: MysqlNode, right: MysqlNode): Truth {
  if (isLiteral(left) && isLiteral(right)) {
    // MySQL compares text and numbers as numbers, in ways that aren't followed here.
    if (left["type"] !== right["type"]) return "depends";
    const same = left["value"] === right["value"];
    if (operator === "=" || operator === "<=>") return same ? "always" : "depends";
    return operator === "<>" || operator === "!=" ? (same ? "never" : "always") : "depends";
  }
  if (operator === "LIKE" && /^%+$/.test(String(right["value"]))) return "unless_null";
  const isColumn = left["type"] === "column_ref" && JSON.stringify(left) === JSON.stringify(right);
  if (!isColumn) return "depends";
  if (operator === "<=>") return "always";
  return ["=", "<=", ">="].includes(operator) ? "unless_null" : "depends";
}
