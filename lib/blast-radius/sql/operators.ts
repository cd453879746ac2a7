import { UNKNOWN_UNDO } from "./act";
import { literalText } from "./calls";
import { objectName } from "./object-name";
import { addAct, askAbout, type StatementContext } from "./statement-context";
import type { NodeOf } from "./walk-tree";

/** A list of values is more than a parameter could be held against. */
const COMPARISONS_MAX = 1_000;

/** What a comparison holds a column against; and a call, where the operator is a schema's own. */
export function applyOperator(node: NodeOf<"A_Expr">, context: StatementContext): void {
  const parts = (node.name ?? []).map((part) => objectName(part) ?? "");
  const shown = parts.join(".");
  if (shown === "=" && node.kind === "AEXPR_OP") noteComparison(node, context);
  if (parts.length < 2 || parts[0] === "pg_catalog") return;
  addAct(context, {
    effect: "unknown",
    phrase: `Applies operator ${shown}, which isn't known`,
    target: { type: "postgresql.operator", id: shown, table: null, stateful: null },
    undo: UNKNOWN_UNDO,
  });
  askAbout(
    context,
    `What does the operator ${shown} do?`,
    "An operator is a function under another name, and this one isn't PostgreSQL's own.",
  );
}

function noteComparison({ lexpr, rexpr }: NodeOf<"A_Expr">, { reading }: StatementContext): void {
  const [side, other] = lexpr && "ColumnRef" in lexpr ? [lexpr, rexpr] : [rexpr, lexpr];
  if (!side || !("ColumnRef" in side) || reading.comparisons.length >= COMPARISONS_MAX) return;
  const column = objectName(side.ColumnRef.fields?.at(-1));
  const value = literalText(other);
  if (column !== null && value !== null) reading.comparisons.push({ column, value });
}
