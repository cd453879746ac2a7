import type { EffectKind } from "@/lib/core/impact";
import { LOST, UNKNOWN_UNDO } from "./act";
import { truthOfMysql } from "./mysql-condition";
import { asNode, mysqlName, nodesIn, type MysqlNode } from "./mysql-node";
import { addMysql, askMysql, mysqlTable, type MysqlContext } from "./mysql-context";
import { effectOfRows } from "./obeyed-tables";

function rowsOf(table: string, { where, limit }: MysqlNode): string {
  const some = limit ? "some rows" : "every row";
  if (where === null || where === undefined) return `${some} of ${table} (it has no WHERE)`;
  const truth = truthOfMysql(where);
  if (truth === "always") return `${some} of ${table} (its WHERE is always true)`;
  if (truth === "unless_null")
    return `${some} of ${table} but those with NULL (its WHERE compares a thing with itself)`;
  return `rows of ${table} where its WHERE holds`;
}

/** An alias stands for its table, wherever the statement names it. */
function tablesNamed(statement: MysqlNode, names: readonly MysqlNode[]): string[] {
  const from = [...nodesIn(statement["from"]), ...nodesIn(statement["table"])];
  return names.map((named) => {
    const alias = named["table"];
    const aliased = from.find((one) => one["as"] !== null && one["as"] === alias);
    return mysqlName(aliased ?? named) ?? "(not named)";
  });
}

export function deleteMysql(statement: MysqlNode, context: MysqlContext): void {
  for (const table of tablesNamed(statement, nodesIn(statement["table"])))
    changeRows(context, "delete", `Deletes ${rowsOf(table, statement)}`, table);
}

/** Of a join, those that SET names; all of them where it names none. */
export function updateMysql(statement: MysqlNode, context: MysqlContext): void {
  const joined = nodesIn(statement["table"]);
  const set = nodesIn(statement["set"]).map((one) => one["table"]);
  const named = joined.filter((one) => set.includes(one["as"] ?? one["table"]));
  const hit =
    joined.length > 1 && set.every((name) => name !== null) && named.length > 0 ? named : joined;
  for (const table of tablesNamed(statement, hit))
    changeRows(context, "overwrite", `Overwrites values in ${rowsOf(table, statement)}`, table);
}

export function insertMysql(statement: MysqlNode, context: MysqlContext): void {
  const replaces = statement["type"] === "replace";
  for (const node of nodesIn(statement["table"])) {
    const table = mysqlName(node) ?? "(not named)";
    if (replaces)
      changeRows(context, "replace", `Replaces rows of ${table} that have the same key`, table);
    else addRows(context, table);
    if (asNode(statement["on_duplicate_update"]))
      changeRows(context, "overwrite", `Overwrites rows of ${table} that are there already`, table);
  }
}

export function loadMysql(statement: MysqlNode, context: MysqlContext): void {
  const table = mysqlName(statement["table"]) ?? "(not named)";
  addRows(context, table);
  if (/replace/i.test(String(statement["replace_ignore"])))
    changeRows(context, "replace", `Replaces rows of ${table} that have the same key`, table);
}

function addRows(context: MysqlContext, table: string): void {
  const { effect, why } = effectOfRows("mysql", table);
  addMysql(context, {
    effect,
    phrase: `Adds rows to ${table}`,
    target: mysqlTable(table),
    undo: UNKNOWN_UNDO,
  });
  if (why !== null) askMysql(context, `What follows from new rows of ${table}?`, why);
}

const changeRows = (context: MysqlContext, effect: EffectKind, phrase: string, table: string) =>
  addMysql(context, { effect, phrase, target: mysqlTable(table), undo: LOST });
