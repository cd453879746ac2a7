import { quoted } from "../findings";
import { effectsByName } from "../mutation-name";
import { DEFINITION, LOST, UNKNOWN_UNDO } from "./act";
import { addMysql, askMysql, mysqlTable, type MysqlContext } from "./mysql-context";
import { allNodes, asNode, mysqlName, nodesIn, type MysqlNode } from "./mysql-node";
import { deleteMysql, insertMysql, loadMysql, updateMysql } from "./mysql-rows";
import {
  MYSQL_ALTER_RULES,
  MYSQL_CHANGES_NOTHING,
  MYSQL_HARMLESS_FUNCTIONS,
  MYSQL_RULES,
} from "./mysql-rules";
import { grantMysql, setMysql, useMysql } from "./mysql-session";

const HANDLERS: Readonly<Record<string, (node: MysqlNode, context: MysqlContext) => void>> = {
  alter: alterMysql,
  delete: deleteMysql,
  grant: grantMysql,
  insert: insertMysql,
  load_data: loadMysql,
  replace: insertMysql,
  revoke: grantMysql,
  set: setMysql,
  update: updateMysql,
  use: useMysql,
};

/** Adds to the reading what a statement does, with the calls and locks inside it. `text`: if it is the only one. */
export function understandMysql(node: MysqlNode, outer: MysqlContext, text: string | null): void {
  const type = String(node["type"]);
  const kind = `${type} ${typeof node["keyword"] === "string" ? node["keyword"] : ""}`;
  // Comments would swallow what follows, once it is all on one line; so would what only looks like one.
  const plain = text && !/--|#|\/\*/.test(text) ? text.replace(/\s+/g, " ").trim() : null;
  const by = quoted(plain ?? `${kind.trim().toUpperCase()} ${namesIn(node).join(", ")}`);
  const context = { ...outer, by };
  for (const inner of allNodes(node)) understandInner(inner, context);
  const handle = Object.hasOwn(HANDLERS, type) ? HANDLERS[type] : undefined;
  if (handle) return handle(node, context);
  if (MYSQL_CHANGES_NOTHING.has(type) || type === "call") return;
  const rule = Object.hasOwn(MYSQL_RULES, kind) ? MYSQL_RULES[kind] : undefined;
  if (!rule || node["replace"] || node["ignore_replace"]) return unknownMysql(kind.trim(), context);
  for (const id of namesIn(node, kind === "drop index" ? "name" : null))
    addMysql(context, {
      effect: rule.effect,
      phrase: rule.says.replace("{}", () => id),
      target: {
        type: `mysql.${rule.type}`,
        id,
        table: rule.type === "table" || rule.type === "view" ? id : null,
        stateful: rule.stateful,
      },
      undo: rule.stateful ? LOST : UNKNOWN_UNDO,
    });
}

/** At least one, so that nothing goes without its effect. */
function namesIn(node: MysqlNode, member: string | null = null): string[] {
  const named = member
    ? node[member]
    : (node["name"] ?? node["table"] ?? node["tables"] ?? node["database"]);
  const list = (Array.isArray(named) ? (named as unknown[]).flat() : [named]).map((one) =>
    mysqlName(asNode(asNode(one)?.["table"]) ?? one),
  );
  const names = list.filter((name) => name !== null);
  return names.length > 0 ? names : ["(not named)"];
}

function alterMysql(node: MysqlNode, context: MysqlContext): void {
  const parts = nodesIn(node["expr"]);
  for (const table of namesIn(node, "table"))
    for (const part of parts) {
      const key = `${String(part["action"])} ${String(part["resource"])}`.toLowerCase();
      const rule = Object.hasOwn(MYSQL_ALTER_RULES, key) ? MYSQL_ALTER_RULES[key] : undefined;
      addMysql(context, {
        effect: rule?.effect ?? "overwrite",
        phrase: (rule?.says ?? "Changes the definition of {}").replace("{}", () => table),
        target: { ...mysqlTable(table), stateful: rule ? rule.stateful : null },
        undo: rule?.stateful ? LOST : DEFINITION,
      });
    }
  if (parts.length === 0) unknownMysql("alter", context);
}

function unknownMysql(kind: string, context: MysqlContext): void {
  addMysql(context, {
    effect: "unknown",
    phrase: `Does something that isn't known (${kind})`,
    target: null,
    undo: UNKNOWN_UNDO,
  });
  askMysql(context, `What does ${context.by} do?`, "Countersign has no rule for it.");
}

/** What a part of any statement does by itself: a call, a lock, a file that is written. */
function understandInner(node: MysqlNode, context: MysqlContext): void {
  if (node["type"] === "function") callMysql(node, context);
  if (typeof node["locking_read"] === "string")
    addMysql(context, {
      effect: "stop",
      phrase: "Locks the rows that it reads, until the transaction ends",
      target: null,
      undo: { value: "reversible", because: "The locks go with the transaction." },
    });
  const into = asNode(node["into"]);
  if (into && /file/i.test(String(into["keyword"])))
    addMysql(context, {
      effect: "overwrite",
      phrase: `Writes a file on the database's server: ${mysqlName(into["expr"]) ?? "(not named)"}`,
      target: {
        type: "mysql.file",
        id: mysqlName(into["expr"]) ?? "(not named)",
        table: null,
        stateful: true,
      },
      undo: UNKNOWN_UNDO,
    });
}

function callMysql(node: MysqlNode, context: MysqlContext): void {
  const named = asNode(node["name"]);
  const parts = [named?.["schema"], ...nodesIn(named?.["name"])].flatMap((p) => mysqlName(p) ?? []);
  const shown = parts.join(".") || "(not named)";
  if (parts.length === 1 && MYSQL_HARMLESS_FUNCTIONS.has(shown.toLowerCase())) return;
  askMysql(context, `What does ${shown} do?`, "It isn't one that is known to change nothing.");
  const effects = effectsByName(shown);
  for (const effect of effects.length > 0 ? effects : (["unknown"] as const))
    addMysql(context, {
      effect,
      phrase: `Calls ${shown}, which isn't known`,
      target: { type: "mysql.function", id: shown, table: null, stateful: null },
      undo: UNKNOWN_UNDO,
    });
}
