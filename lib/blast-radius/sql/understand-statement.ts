import type { Node } from "libpg-query";
import { ADDS, DEFINITION } from "./act";
import { callFunction } from "./calls";
import { callProcedure, createFunction, runCode } from "./code";
import { alterTable, createIndex, createView, dropObjects, unknownStatement } from "./definitions";
import { changeOwner, grantOrRevoke, moveToSchema, renameObject } from "./object-changes";
import { objectName } from "./object-name";
import { applyOperator } from "./operators";
import * as rows from "./row-changes";
import { copyRows, lockRows, selectInto } from "./row-transfers";
import * as session from "./session-changes";
import { addAct, askAbout, type StatementContext } from "./statement-context";
import { CHANGES_NOTHING, type StatementRule } from "./statement-rule";
import { STATEMENT_RULES } from "./statement-rules";
import { partsOf, type NodeOf, type Part, type When } from "./walk-tree";

type Handler<T extends string> = (node: NodeOf<T>, context: StatementContext, when: When) => void;

/** Statements of which the kind alone doesn't say what they do. */
const HANDLERS = {
  A_Expr: applyOperator,
  AlterObjectSchemaStmt: moveToSchema,
  AlterOwnerStmt: changeOwner,
  AlterTableStmt: alterTable,
  CallStmt: callProcedure,
  CopyStmt: copyRows,
  CreateFunctionStmt: createFunction,
  DeleteStmt: rows.deleteRows,
  DiscardStmt: session.discardSession,
  DoStmt: runCode,
  DropStmt: dropObjects,
  ExecuteStmt: session.executePrepared,
  FuncCall: callFunction,
  GrantStmt: grantOrRevoke,
  IndexStmt: createIndex,
  InsertStmt: rows.insertRows,
  IntoClause: selectInto,
  LockingClause: lockRows,
  MergeStmt: rows.mergeRows,
  ReindexStmt: session.reindex,
  RenameStmt: renameObject,
  TransactionStmt: session.controlTransaction,
  TruncateStmt: rows.truncateTables,
  UpdateStmt: rows.updateRows,
  VacuumStmt: session.vacuum,
  VariableSetStmt: session.changeSetting,
  ViewStmt: createView,
} satisfies { [T in string]?: Handler<T> };

/** Adds to the reading what a statement does, with all that is inside it. */
export function understandStatement(statement: Node, context: StatementContext): void {
  const outermost = Object.values(statement)[0] as unknown;
  const isDeferred = ({ tag, node, when }: Part) =>
    when === "later" && node !== outermost && tag !== "FuncCall";
  for (const part of partsOf(statement))
    understandPart(part, {
      ...context,
      isOutermost: part.node === outermost,
      when: isDeferred(part) ? "Later" : context.when,
    });
}

function understandPart({ tag, node, when }: Part, context: StatementContext): void {
  if (when === "planned" && tag !== "FuncCall") return;
  if (tag === "PrepareStmt") context.reading.prepared.add(objectName(node["name"]) ?? "");
  if (CHANGES_NOTHING.has(tag)) return;
  if (Object.hasOwn(HANDLERS, tag)) {
    const handle = HANDLERS[tag as keyof typeof HANDLERS] as Handler<string>;
    return handle(node as never, context, when);
  }
  if (!Object.hasOwn(STATEMENT_RULES, tag)) return unknownStatement(tag, context);
  const rule = STATEMENT_RULES[tag];
  if (rule) applyRule(rule, node, context);
}

function applyRule(rule: StatementRule, node: Part["node"], context: StatementContext): void {
  const each = rule.each === undefined ? [node[rule.name ?? ""]] : node[rule.each];
  for (const named of Array.isArray(each) ? (each as unknown[]) : [undefined]) {
    const id = objectName(named) ?? "(not named)";
    // `OR REPLACE`, wherever the grammar has it.
    const replaces = rule.effect === ADDS && node["replace"] === true;
    addAct(context, {
      effect: replaces ? "replace" : rule.effect,
      phrase: rule.says.replace("{}", () => id),
      target: {
        type: `postgresql.${rule.type}`,
        id,
        table: rule.type.endsWith("table") || rule.type.endsWith("view") ? id : null,
        stateful: rule.stateful,
      },
      undo: replaces ? DEFINITION : rule.undo,
    });
    if (rule.open !== null)
      askAbout(context, `What follows from: ${rule.says.replace("{}", () => id)}?`, rule.open);
  }
}
