import type { DeleteStmt, Node, RangeVar, SelectStmt, UpdateStmt } from "libpg-query";
import { deparse } from "pgsql-deparser";
import { parsePostgres } from "../../sql/parse";
import { SqlParseError } from "../../sql/parse-error";
import type { Table } from "./catalog";

/**
 * The rows that a DELETE or UPDATE would hit, as a SELECT made of its own tree: the same tables, joins
 * and condition. A row that a join meets several times is hit once; by `pairs`, as often as it is met. Null where the text that came of the
 * tree doesn't read as that tree again: what would be counted isn't what would run.
 */
export async function seedQuery(
  statement: DeleteStmt | UpdateStmt,
  table: Table,
  columns: readonly (readonly [column: string, as: string])[],
  each: "rows" | "pairs" = "rows",
): Promise<string | null> {
  const { relation, withClause, whereClause } = statement;
  if (!relation) return null;
  const joined = "usingClause" in statement ? statement.usingClause : undefined;
  const from = "fromClause" in statement ? statement.fromClause : joined;
  const target = qualifiedTarget(relation, table);
  const alias = target.alias?.aliasname ?? "";
  const select: SelectStmt = {
    ...(withClause ? { withClause } : {}),
    ...(from && each === "rows" ? { distinctClause: [{}] as Node[] } : {}),
    targetList: columns.map(([column, as]) => selected(alias, column, as)),
    fromClause: [{ RangeVar: target }, ...(from ?? [])],
    ...(whereClause ? { whereClause } : {}),
    limitOption: "LIMIT_OPTION_DEFAULT",
    op: "SETOP_NONE",
  };
  const text = await deparse({ SelectStmt: select }, { pretty: false });
  return (await readsAs(text, select)) ? text : null;
}

/**
 * With its schema, since a CTE of that name would otherwise be read in place of the table; and with an
 * alias, so that columns are still qualified by the name alone.
 */
const qualifiedTarget = (relation: RangeVar, { schema, name }: Table): RangeVar => ({
  ...relation,
  schemaname: schema,
  alias: relation.alias ?? { aliasname: name },
});

const selected = (alias: string, column: string, as: string): Node => ({
  ResTarget: {
    name: as,
    val: { ColumnRef: { fields: [{ String: { sval: alias } }, { String: { sval: column } }] } },
  },
});

async function readsAs(text: string, select: SelectStmt): Promise<boolean> {
  const { stmts = [] } = await parsePostgres(text).catch(nothing);
  return stmts.length === 1 && isSame(stmts[0]?.stmt, { SelectStmt: select });
}

/** It was read before; what can't be read now, as too long or too slow, can't be the same. */
function nothing(error: unknown): { stmts?: [] } {
  if (error instanceof SqlParseError) return {};
  throw error;
}

/** Where a node stands in the text isn't what it says. */
const PLACE = /location$|list_(start|end)$/;

function isSame(a: unknown, b: unknown): boolean {
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return a === b;
  const [ours, theirs] = [membersOf(a), membersOf(b)];
  return (
    Array.isArray(a) === Array.isArray(b) &&
    ours.length === theirs.length &&
    ours.every(([name, value]) => isSame(value, (b as Record<string, unknown>)[name]))
  );
}

const membersOf = (node: object) =>
  Object.entries(node).filter(([name, value]) => value !== undefined && !PLACE.test(name));
