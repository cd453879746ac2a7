import type { DeleteStmt, Node, RangeVar, UpdateStmt } from "@pgsql/types";
import { deparse } from "pgsql-deparser";

/**
 * The rows that a DELETE or UPDATE would hit, as a SELECT made of its own tree: the same tables, joins
 * and condition. A row that a join meets several times is hit once.
 */
export async function seedQuery(
  statement: DeleteStmt | UpdateStmt,
  columns: readonly (readonly [column: string, as: string])[],
): Promise<string> {
  const { relation, withClause, whereClause } = statement;
  if (!relation) throw new Error("a statement without a table");
  const joined = "usingClause" in statement ? statement.usingClause : undefined;
  const from = "fromClause" in statement ? statement.fromClause : joined;
  const alias = relation.alias?.aliasname ?? relation.relname ?? "";
  const select: Node = {
    SelectStmt: {
      ...(withClause ? { withClause } : {}),
      ...(from ? { distinctClause: [{}] as Node[] } : {}),
      targetList: columns.map(([column, as]) => target(alias, column, as)),
      fromClause: [{ RangeVar: aliased(relation) }, ...(from ?? [])],
      ...(whereClause ? { whereClause } : {}),
      limitOption: "LIMIT_OPTION_DEFAULT",
      op: "SETOP_NONE",
    },
  };
  return deparse(select);
}

/** An alias of its own keeps the name that columns are qualified by, whatever the schema. */
const aliased = (relation: RangeVar): RangeVar => ({
  ...relation,
  alias: relation.alias ?? { aliasname: relation.relname ?? "" },
});

const target = (alias: string, column: string, as: string): Node => ({
  ResTarget: {
    name: as,
    val: { ColumnRef: { fields: [{ String: { sval: alias } }, { String: { sval: column } }] } },
  },
});
