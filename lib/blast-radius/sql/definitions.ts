import type { AlterTableCmd, Node } from "libpg-query";
import { ADDS, BACK, DEFINITION, LOST, UNKNOWN_UNDO, type SqlTarget } from "./act";
import { ALTER_TABLE_OTHER, ALTER_TABLE_RULES } from "./alter-table-rules";
import { DROP_RULES, objectType } from "./drop-rules";
import { objectName } from "./object-name";
import { addAct, askAbout, tableTarget, type StatementContext } from "./statement-context";
import type { NodeOf } from "./walk-tree";

/** The parts of a name: of `{List:{items}}`, else of what has one part or hides its own. */
function partsOfName(object: Node): readonly Node[] {
  return "List" in object ? (object.List.items ?? []) : [object];
}

export function dropObjects(node: NodeOf<"DropStmt">, context: StatementContext): void {
  const type = node.removeType;
  const rule = type && DROP_RULES[type];
  const cascades = node.behavior === "DROP_CASCADE";
  for (const object of node.objects ?? []) {
    const id = objectName(object) ?? "(not named)";
    const below = rule?.partsBelowTable ?? null;
    const parts = partsOfName(object);
    const table =
      below === null ? null : below === 0 ? id : objectName(parts.slice(0, -below)) || null;
    const stateful = rule ? rule.stateful : null;
    addAct(context, {
      effect: rule?.effect ?? "delete",
      phrase: `Drops ${rule?.noun ?? "object"} ${id}${cascades ? " and everything that depends on it" : ""}`,
      target: { type: `postgresql.${objectType(type)}`, id, table, stateful },
      undo: stateful === false ? DEFINITION : LOST,
      cascades,
    });
  }
}

export function alterTable(node: NodeOf<"AlterTableStmt">, context: StatementContext): void {
  const table = objectName(node.relation) ?? "(not named)";
  for (const command of node.cmds ?? []) {
    const { subtype, name, def, behavior } = (command as { AlterTableCmd: AlterTableCmd })
      .AlterTableCmd;
    const rule = (subtype && ALTER_TABLE_RULES[subtype]) ?? ALTER_TABLE_OTHER;
    const part = name ?? nameOfDefinition(def) ?? "(not named)";
    const cascades = behavior === "DROP_CASCADE";
    const says = rule.says.replace("{name}", () => part).replace("{table}", () => table);
    const target: SqlTarget = rule.part
      ? {
          type: `postgresql.${rule.part}`,
          id: `${table}.${part}`,
          table,
          stateful: rule.stateful,
        }
      : {
          type: `postgresql.${objectType(node.objtype)}`,
          id: table,
          table,
          stateful: rule.stateful,
        };
    addAct(context, {
      effect: rule.effect,
      phrase: `${says}${cascades ? " and everything that depends on it" : ""}`,
      target,
      undo: rule.undo,
      cascades,
    });
  }
}

function nameOfDefinition(def: Node | undefined): string | null {
  if (!def) return null;
  if ("ColumnDef" in def) return objectName(def.ColumnDef.colname);
  if ("Constraint" in def) return objectName(def.Constraint.conname);
  return "PartitionCmd" in def ? objectName(def.PartitionCmd.name) : null;
}

export function createView(node: NodeOf<"ViewStmt">, context: StatementContext): void {
  const id = objectName(node.view) ?? "(not named)";
  addAct(context, {
    effect: node.replace ? "replace" : ADDS,
    phrase: `${node.replace ? "Replaces" : "Creates"} view ${id}`,
    target: { type: "postgresql.view", id, table: id, stateful: false },
    undo: node.replace ? DEFINITION : BACK,
  });
}

export function createIndex(node: NodeOf<"IndexStmt">, context: StatementContext): void {
  const target = tableTarget(node.relation);
  addAct(context, {
    effect: node.concurrent ? ADDS : "stop",
    phrase: node.concurrent
      ? `Creates an index on ${target.id}`
      : `Locks ${target.id} against writes, to create an index`,
    target: { ...target, stateful: false },
    undo: BACK,
  });
}

/** A statement whose kind isn't known: neither what it hits nor what it does. */
export function unknownStatement(tag: string, context: StatementContext): void {
  const name = tag.replace(/Stmt$/, "");
  addAct(context, {
    effect: "unknown",
    phrase: `Does something that isn't known (${name})`,
    target: null,
    undo: UNKNOWN_UNDO,
  });
  askAbout(
    context,
    `What does the statement do that the parser calls ${name}?`,
    "Countersign has no rule for it.",
    "Look it up in PostgreSQL's documentation, and deny if it isn't clear.",
  );
}
