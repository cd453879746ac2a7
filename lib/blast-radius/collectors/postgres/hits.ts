import type {
  DeleteStmt,
  DropStmt,
  MergeStmt,
  Node,
  RangeVar,
  TruncateStmt,
  UpdateStmt,
} from "libpg-query";
import { hitsOfMerge, type MergeHit } from "./merge";
import type { RowHit } from "./row-hit";

/** What a statement does to tables, as far as that can be counted. */
export type Hit =
  | RowHit
  | {
      readonly kind: "truncate";
      readonly relations: readonly RangeVar[];
      readonly cascade: boolean;
    }
  | {
      readonly kind: "drop_table";
      readonly relations: readonly RangeVar[];
      readonly cascade: boolean;
      readonly ifExists: boolean;
    }
  | { readonly kind: "drop_schema"; readonly schemas: readonly string[]; readonly cascade: boolean }
  | { readonly kind: "drop_database"; readonly name: string }
  | ({ readonly statement: MergeStmt } & Extract<MergeHit, { kind: "merge" }>)
  /** Selects; harmless only if all that it calls is. */
  | { readonly kind: "read"; readonly statement: Node }
  /** Begins or ends a transaction. */
  | { readonly kind: "nothing" }
  | { readonly kind: "uncountable"; readonly why: string };

/** Those that touch nothing but this transaction: COMMIT PREPARED lets loose what another one did. */
const TRANSACTION = /_(BEGIN|START|COMMIT|ROLLBACK|SAVEPOINT|RELEASE|ROLLBACK_TO)$/;

/** The statement's hits; what isn't understood whole is uncountable, never nothing. */
export function hitOf(statement: Node): Hit {
  if ("DeleteStmt" in statement) return ofDelete(statement.DeleteStmt);
  if ("UpdateStmt" in statement) return ofUpdate(statement.UpdateStmt);
  if ("TruncateStmt" in statement) return ofTruncate(statement.TruncateStmt);
  if ("DropStmt" in statement) return ofDrop(statement.DropStmt);
  if ("DropdbStmt" in statement)
    return { kind: "drop_database", name: statement.DropdbStmt.dbname ?? "" };
  if ("MergeStmt" in statement) return ofMerge(statement.MergeStmt);
  if (
    "InsertStmt" in statement &&
    statement.InsertStmt.onConflictClause?.action === "ONCONFLICT_UPDATE"
  )
    return { kind: "uncountable", why: REPLACES };
  const [type = ""] = Object.keys(statement);
  if ("VariableShowStmt" in statement) return { kind: "nothing" };
  if ("TransactionStmt" in statement && TRANSACTION.test(statement.TransactionStmt.kind ?? ""))
    return { kind: "nothing" };
  if ("SelectStmt" in statement && !writesWithin(statement)) return { kind: "read", statement };
  return { kind: "uncountable", why: `${wordsOf(type)} can't be counted ahead.` };
}

/** Whether a row is there already is for the table's unique indexes to say, on what defaults and triggers make. */
const REPLACES =
  "Which rows an INSERT … ON CONFLICT DO UPDATE finds there depends on defaults, casts and triggers that only the run applies.";

function ofMerge(statement: MergeStmt): Hit {
  const { relation: _, ...rest } = statement;
  if (writesWithin(rest))
    return { kind: "uncountable", why: "A statement that writes within another can't be counted." };
  const hit = hitsOfMerge(statement);
  return hit.kind === "merge" ? { ...hit, statement } : hit;
}

function ofDelete(statement: DeleteStmt): Hit {
  const { relation } = statement;
  if (!relation || writesWithin(withoutTarget(statement)))
    return { kind: "uncountable", why: "A statement that writes within another can't be counted." };
  return { kind: "delete", statement, relation };
}

function ofUpdate(statement: UpdateStmt): Hit {
  const { relation, targetList = [] } = statement;
  if (!relation || writesWithin(withoutTarget(statement)))
    return { kind: "uncountable", why: "A statement that writes within another can't be counted." };
  const columns = targetList.flatMap((node) =>
    "ResTarget" in node && node.ResTarget.name ? [node.ResTarget.name] : [],
  );
  return { kind: "update", statement, relation, columns };
}

/** The statement's parts that only select, for looking into. */
const withoutTarget = ({ withClause, whereClause, ...rest }: DeleteStmt | UpdateStmt) => ({
  withClause,
  whereClause,
  from: "usingClause" in rest ? rest.usingClause : "fromClause" in rest ? rest.fromClause : null,
  set: "targetList" in rest ? rest.targetList : null,
});

function ofTruncate({ relations = [], behavior }: TruncateStmt): Hit {
  return {
    kind: "truncate",
    relations: rangeVars(relations),
    cascade: behavior === "DROP_CASCADE",
  };
}

function ofDrop({ objects = [], removeType, behavior, missing_ok }: DropStmt): Hit {
  const cascade = behavior === "DROP_CASCADE";
  const names = objects.map(namesIn);
  if (removeType === "OBJECT_SCHEMA")
    return { kind: "drop_schema", schemas: names.map((parts) => parts.at(-1) ?? ""), cascade };
  if (removeType !== "OBJECT_TABLE")
    return { kind: "uncountable", why: "What hangs on this object can't be counted." };
  return {
    kind: "drop_table",
    cascade,
    ifExists: missing_ok === true,
    relations: names.map((parts) => {
      const relname = parts.at(-1) ?? "";
      const schemaname = parts.at(-2);
      return { relname, inh: true, ...(schemaname === undefined ? {} : { schemaname }) };
    }),
  };
}

const rangeVars = (nodes: readonly Node[]): RangeVar[] =>
  nodes.flatMap((node) => ("RangeVar" in node ? [node.RangeVar] : []));

function namesIn(node: Node): string[] {
  if ("String" in node) return [node.String.sval ?? ""];
  if ("List" in node) return (node.List.items ?? []).flatMap(namesIn);
  return [];
}

const WRITES = ["DeleteStmt", "UpdateStmt", "InsertStmt", "MergeStmt", "intoClause"];

/** Whether any part of the tree is a statement that writes: a CTE with RETURNING does. */
function writesWithin(tree: unknown): boolean {
  const open = [tree];
  while (open.length > 0) {
    const node = open.pop();
    if (typeof node !== "object" || node === null) continue;
    for (const [name, value] of Object.entries(node)) {
      if (WRITES.includes(name)) return true;
      open.push(value);
    }
  }
  return false;
}

/** `InsertStmt` as "Insert". */
const wordsOf = (type: string) =>
  type.replace(/Stmt$/, "").replaceAll(/([a-z])([A-Z])/g, "$1 $2") || "This statement";
