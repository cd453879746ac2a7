import type { A_Const, A_Expr, BoolExpr, Node } from "libpg-query";
import { objectName } from "./object-name";

/** `unless_null`: true of every row in which what it compares isn't NULL. */
export type Truth = "always" | "unless_null" | "never" | "depends";

/** More alternatives than anybody writes out to say "or not". */
const PAIRED_MAX = 30;

/** Whether a condition limits anything, as far as its own text shows: `true`, `1 = 1`, `x = x`, `NOT false`. */
export function truthOf(node: Node | undefined): Truth {
  if (!node) return "depends";
  if ("A_Const" in node) return truthOfText(literal(node.A_Const));
  if ("TypeCast" in node && objectName(node.TypeCast.typeName?.names)?.endsWith("bool"))
    return truthOf(node.TypeCast.arg);
  if ("BoolExpr" in node) return truthOfBool(node.BoolExpr);
  if ("A_Expr" in node) return truthOfComparison(node.A_Expr);
  if ("NullTest" in node) {
    const { arg, nulltesttype } = node.NullTest;
    if (!arg || !("A_Const" in arg)) return "depends";
    const isNull = arg.A_Const.isnull === true;
    return isNull === (nulltesttype === "IS_NULL") ? "always" : "never";
  }
  if ("BooleanTest" in node) {
    const inner = truthOf(node.BooleanTest.arg);
    const wanted = {
      IS_TRUE: "always",
      IS_NOT_FALSE: "always",
      IS_FALSE: "never",
      IS_NOT_TRUE: "never",
    };
    const type = node.BooleanTest.booltesttype ?? "";
    if (inner !== "always" && inner !== "never") return "depends";
    return type in wanted
      ? wanted[type as keyof typeof wanted] === inner
        ? "always"
        : "never"
      : "depends";
  }
  if ("CoalesceExpr" in node) return truthOf(node.CoalesceExpr.args?.[0]);
  if ("SubLink" in node && node.SubLink.subLinkType === "EXISTS_SUBLINK") {
    const query = node.SubLink.subselect;
    if (
      query &&
      "SelectStmt" in query &&
      !query.SelectStmt.fromClause &&
      !query.SelectStmt.whereClause
    )
      return query.SelectStmt.op === "SETOP_NONE" && !query.SelectStmt.limitCount
        ? "always"
        : "depends";
  }
  return "depends";
}

function truthOfBool({ boolop, args = [] }: BoolExpr): Truth {
  const each = args.map(truthOf);
  if (boolop === "NOT_EXPR")
    return each[0] === "always" ? "never" : each[0] === "never" ? "always" : "depends";
  const [decides, neutral] = boolop === "AND_EXPR" ? ["never", "always"] : ["always", "never"];
  if (each.includes(decides as Truth)) return decides as Truth;
  if (boolop === "OR_EXPR" && holdsOpposites(args)) return "unless_null";
  if (each.every((truth) => truth === neutral)) return neutral as Truth;
  const rest = each.filter((truth) => truth !== neutral);
  if (boolop === "OR_EXPR") return rest.includes("unless_null") ? "unless_null" : "depends";
  return rest.every((truth) => truth === "unless_null") ? "unless_null" : "depends";
}

/** `a OR NOT a`, `a IS NULL OR a IS NOT NULL`, of columns: to compare whole subtrees takes long. */
function holdsOpposites(args: readonly Node[]): boolean {
  const said = args.slice(0, PAIRED_MAX).map((arg) => {
    const isNot = "BoolExpr" in arg && arg.BoolExpr.boolop === "NOT_EXPR";
    const isNullTest = "NullTest" in arg;
    const column = isNot ? arg.BoolExpr.args?.[0] : isNullTest ? arg.NullTest.arg : arg;
    if (!column || !("ColumnRef" in column)) return null;
    const isPositive = isNullTest ? arg.NullTest.nulltesttype === "IS_NULL" : !isNot;
    return { about: `${isNullTest} ${form(column)}`, isPositive };
  });
  return said.some(
    (one) =>
      one?.isPositive && said.some((other) => other?.about === one.about && !other.isPositive),
  );
}

const WHERE_EQUAL = ["=", "<=", ">="];
const WHERE_DIFFERENT = ["<>", "<", ">"];

/** The same call twice needn't give the same: `random() = random()`. */
function truthOfComparison({ kind, name, lexpr, rexpr }: A_Expr): Truth {
  const operator = objectName(name) ?? "";
  const isPlain = kind === "AEXPR_OP";
  if (isPlain && lexpr && rexpr && "A_Const" in lexpr && "A_Const" in rexpr)
    return compare(operator, literal(lexpr.A_Const), literal(rexpr.A_Const));
  const right = rexpr && "List" in rexpr ? (rexpr.List.items ?? []) : [rexpr];
  const kindOf = (one: Node | undefined) => Object.keys(one ?? {})[0];
  // Of thousands of values, most aren't even of the same kind as the column.
  const alike = right.filter((one) => kindOf(one) === kindOf(lexpr));
  const left = alike.length > 0 ? form(lexpr) : "";
  const same = !left.includes('"FuncCall"') && alike.some((one) => form(one) === left);
  if (kind === "AEXPR_NOT_DISTINCT" && same) return "always";
  if (kind === "AEXPR_IN" && operator === "=" && same)
    return lexpr && "A_Const" in lexpr ? "always" : "unless_null";
  if ((kind === "AEXPR_LIKE" || kind === "AEXPR_ILIKE") && operator.startsWith("~~"))
    return isAnything(rexpr) ? "unless_null" : "depends";
  if (!isPlain || !same) return "depends";
  if (WHERE_EQUAL.includes(operator)) return "unless_null";
  return WHERE_DIFFERENT.includes(operator) ? "never" : "depends";
}

const isAnything = (node: Node | undefined) =>
  node !== undefined && "A_Const" in node && /^%+$/.test(node.A_Const.sval?.sval ?? "");

function compare(operator: string, a: string | number | boolean | null, b: typeof a): Truth {
  if (a === null || b === null || typeof a !== typeof b) return "depends";
  // How text is ordered is up to its collation; whether it is the same isn't.
  if (typeof a === "string" && operator !== "=" && operator !== "<>") return "depends";
  const holds: Readonly<Record<string, boolean>> = {
    "=": a === b,
    "<>": a !== b,
    "<": a < b,
    ">": a > b,
    "<=": a <= b,
    ">=": a >= b,
  };
  const result = holds[operator];
  return result === undefined ? "depends" : result ? "always" : "never";
}

/** The parser leaves out what is zero, false or empty. */
function literal(constant: A_Const): string | number | boolean | null {
  if (constant.ival) return constant.ival.ival ?? 0;
  if (constant.boolval) return constant.boolval.boolval ?? false;
  if (constant.fval) return Number(constant.fval.fval ?? 0);
  if (constant.sval) return constant.sval.sval ?? "";
  return null;
}

function truthOfText(value: ReturnType<typeof literal>): Truth {
  if (typeof value === "boolean") return value ? "always" : "never";
  const text = typeof value === "string" ? value.trim().toLowerCase() : null;
  if (["t", "true", "y", "yes", "on", "1"].includes(text ?? "")) return "always";
  if (value === 1) return "always"; // 1::bool
  return "depends";
}

/** What a node says, wherever it stands. */
const form = (node: Node | undefined): string =>
  JSON.stringify(node, (key, value: unknown) => (key === "location" ? undefined : value)) ?? "";
