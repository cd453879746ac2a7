import type { ObjectType } from "libpg-query";
import type { EffectKind } from "@/lib/core/impact";
import { BACK, UNKNOWN_UNDO } from "./act";
import { objectType } from "./drop-rules";
import { objectName } from "./object-name";
import { addAct, tableTarget, type StatementContext } from "./statement-context";
import type { NodeOf } from "./walk-tree";

/** What `ALTER … RENAME`, `SET SCHEMA` and `OWNER TO` have in common: an object by its type and name. */
interface Renamed {
  readonly type: ObjectType | undefined;
  readonly relation: unknown;
  readonly object: unknown;
}

const OF_TABLE: readonly (ObjectType | undefined)[] = [
  "OBJECT_TABLE",
  "OBJECT_VIEW",
  "OBJECT_MATVIEW",
  "OBJECT_FOREIGN_TABLE",
];

function changeName(
  context: StatementContext,
  { type, relation, object }: Renamed,
  effect: EffectKind,
  phrase: (what: string) => string,
): void {
  const id = objectName(relation ?? object) ?? "(not named)";
  const words = objectType(type).replaceAll("_", " ");
  const isTable = relation !== undefined && OF_TABLE.includes(type);
  addAct(context, {
    effect,
    phrase: phrase(`${words} ${id}`),
    target: isTable
      ? { ...tableTarget(relation), type: `postgresql.${objectType(type)}`, stateful: false }
      : {
          type: `postgresql.${objectType(type)}`,
          id,
          table: relation === undefined ? null : id,
          stateful: false,
        },
    undo: BACK,
  });
}

export function renameObject(node: NodeOf<"RenameStmt">, context: StatementContext): void {
  const { renameType: type, relation, object, subname, newname } = node;
  const within = relation !== undefined && subname !== undefined ? `${subname} of ` : "";
  changeName(
    context,
    { type, relation, object: object ?? subname },
    "detach",
    (what) =>
      `Renames ${within}${what} to ${newname ?? "(not named)"}, so that what uses the old name fails`,
  );
}

export function moveToSchema(
  { objectType: type, relation, object, newschema }: NodeOf<"AlterObjectSchemaStmt">,
  context: StatementContext,
): void {
  changeName(context, { type, relation, object }, "detach", (what) => {
    return `Moves ${what} to schema ${newschema ?? ""}, so that what uses the old name fails`;
  });
}

export function changeOwner(
  { objectType: type, relation, object }: NodeOf<"AlterOwnerStmt">,
  context: StatementContext,
): void {
  changeName(context, { type, relation, object }, "permission_change", (what) => {
    return `Gives ${what} to another owner`;
  });
}

export function grantOrRevoke(node: NodeOf<"GrantStmt">, context: StatementContext): void {
  const verb = node.is_grant ? "Grants" : "Revokes";
  const type = objectType(node.objtype);
  const isAll = node.targtype === "ACL_TARGET_ALL_IN_SCHEMA";
  for (const object of node.objects ?? [undefined]) {
    const id = objectName(object) ?? "(later objects)";
    const isTable = type === "table" && !isAll && object !== undefined;
    addAct(context, {
      effect: "permission_change",
      phrase: `${verb} rights on ${isAll ? `every ${type} in schema` : type} ${id}`,
      target: {
        type: isAll ? "postgresql.schema" : `postgresql.${type}`,
        id,
        table: isTable ? id : null,
        stateful: false,
      },
      undo: UNKNOWN_UNDO,
    });
  }
}
