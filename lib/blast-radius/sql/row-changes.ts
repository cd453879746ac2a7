import type { MergeWhenClause, Node, RangeVar } from "libpg-query";
import type { EffectKind } from "@/lib/core/impact";
import { LOST } from "./act";
import { truthOf } from "./always-true";
import { addAct, addRows, tableTarget, type StatementContext } from "./statement-context";
import { conditionText } from "./statement-source";
import type { NodeOf } from "./walk-tree";

interface RowChange {
  readonly effect: EffectKind;
  readonly verb: string;
  readonly relation: RangeVar | undefined;
  readonly where: Node | undefined;
  /** More of the statement follows the condition. */
  readonly followed: boolean;
}

function changeRows(context: StatementContext, change: RowChange): void {
  const { effect, verb, relation, where, followed } = change;
  const target = tableTarget(relation);
  addAct(context, {
    effect,
    phrase: `${verb} ${rowsOf(context, target.id, where, followed)}`,
    target,
    undo: LOST,
  });
}

function rowsOf(
  { source, isOutermost }: StatementContext,
  table: string,
  where: Node | undefined,
  followed: boolean,
): string {
  if (!where) return `every row of ${table} (it has no WHERE)`;
  const truth = truthOf(where);
  if (truth === "always") return `every row of ${table} (its WHERE is always true)`;
  if (truth === "unless_null")
    return `every row of ${table} but those with NULL (its WHERE compares a thing with itself)`;
  if ("CurrentOfExpr" in where) return `the row of ${table} that a cursor stands on`;
  const condition = conditionText(source, where, followed || !isOutermost);
  return `rows of ${table} where ${condition ?? "its WHERE holds"}`;
}

export const deleteRows = (node: NodeOf<"DeleteStmt">, context: StatementContext): void =>
  changeRows(context, {
    effect: "delete",
    verb: "Deletes",
    relation: node.relation,
    where: node.whereClause,
    followed: node.returningClause !== undefined,
  });

export const updateRows = (node: NodeOf<"UpdateStmt">, context: StatementContext): void =>
  changeRows(context, {
    effect: "overwrite",
    verb: "Overwrites values in",
    relation: node.relation,
    where: node.whereClause,
    followed: node.returningClause !== undefined,
  });

export function insertRows(node: NodeOf<"InsertStmt">, context: StatementContext): void {
  const target = tableTarget(node.relation);
  addRows(context, target);
  if (node.onConflictClause?.action === "ONCONFLICT_UPDATE")
    addAct(context, {
      effect: "overwrite",
      phrase: `Overwrites rows of ${target.id} that are there already`,
      target,
      undo: LOST,
    });
}

const MERGES: Readonly<Record<string, { effect: EffectKind; verb: string }>> = {
  CMD_DELETE: { effect: "delete", verb: "Deletes rows of" },
  CMD_UPDATE: { effect: "overwrite", verb: "Overwrites rows of" },
};
const MATCH: Readonly<Record<string, string>> = {
  MERGE_WHEN_MATCHED: "that match what is merged in",
  MERGE_WHEN_NOT_MATCHED_BY_SOURCE: "that nothing merged in matches",
  MERGE_WHEN_NOT_MATCHED_BY_TARGET: "from what is merged in",
};

export function mergeRows(node: NodeOf<"MergeStmt">, context: StatementContext): void {
  const target = tableTarget(node.relation);
  for (const clause of node.mergeWhenClauses ?? []) {
    const { commandType, matchKind, condition } = (clause as { MergeWhenClause: MergeWhenClause })
      .MergeWhenClause;
    const merge = MERGES[commandType ?? ""];
    if (commandType === "CMD_NOTHING") continue;
    const { effect, verb } = merge ?? { effect: "unknown", verb: "Does something to rows of" };
    const some = condition && truthOf(condition) !== "always" ? ", under a condition" : "";
    const which = ` ${MATCH[matchKind ?? ""] ?? ""}${some}`;
    if (commandType === "CMD_INSERT") addRows(context, target, which);
    else addAct(context, { effect, phrase: `${verb} ${target.id}${which}`, target, undo: LOST });
  }
}

export function truncateTables(node: NodeOf<"TruncateStmt">, context: StatementContext): void {
  const cascades = node.behavior === "DROP_CASCADE";
  for (const relation of node.relations ?? []) {
    const target = tableTarget(relation);
    const others = cascades ? " and every table whose foreign keys lead to it" : "";
    const restarts = node.restart_seqs ? ", and restarts its numbering" : "";
    addAct(context, {
      effect: "truncate",
      phrase: `Empties ${target.id}${others}${restarts}`,
      target,
      undo: LOST,
      cascades,
    });
  }
}
