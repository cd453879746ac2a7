import type { ReadOnlySession } from "@/lib/core/read-only-session";
import type { RangeVar } from "@pgsql/types";
import { identifier } from "./sql-text";

/** A table of the live database. */
export interface Table {
  readonly oid: number;
  readonly schema: string;
  readonly name: string;
  /** As in pg_class: r table, p partitioned, v view, m materialised view, f foreign. */
  readonly kind: string;
  /** The planner's own count; -1 where it was never made. */
  readonly estimate: number;
  readonly rowSecurity: boolean;
  readonly triggers: readonly string[];
  readonly rules: readonly string[];
}

/** A foreign key: `child` refers to `parent`. Actions as in pg_constraint: a, r, c, n, d. */
export interface ForeignKey {
  readonly name: string;
  readonly child: number;
  readonly parent: number;
  readonly childColumns: readonly string[];
  readonly parentColumns: readonly string[];
  readonly onDelete: string;
  readonly onUpdate: string;
  /** Judged when the transaction ends. */
  readonly deferred: boolean;
  /** The child's columns of it may not be null. */
  readonly notNull: boolean;
}

export const nameOf = (table: { schema: string; name: string }): string =>
  `${table.schema}.${table.name}`;

/** A RangeVar as SQL text, quoted. */
export const rangeVarText = ({ schemaname, relname = "" }: RangeVar): string =>
  schemaname ? `${identifier(schemaname)}.${identifier(relname)}` : identifier(relname);

const TABLES = `SELECT c.oid::int8::float8 AS oid, n.nspname AS schema, c.relname AS name, c.relkind AS kind,
    c.reltuples::float8 AS estimate, c.relrowsecurity AS "rowSecurity",
    ARRAY(SELECT t.tgname::text FROM pg_trigger t
      WHERE t.tgrelid = c.oid AND NOT t.tgisinternal AND t.tgenabled <> 'D' ORDER BY 1) AS triggers,
    ARRAY(SELECT r.rulename::text FROM pg_rewrite r
      WHERE r.ev_class = c.oid AND r.ev_type <> '1' AND r.ev_enabled <> 'D' ORDER BY 1) AS rules
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace`;

/** The relation that a name means in this session, or null where there is none. */
export async function findRelation(
  session: ReadOnlySession,
  range: RangeVar,
): Promise<Table | null> {
  const [table] = await session.query<Table>(`${TABLES} WHERE c.oid = to_regclass($1)`, [
    rangeVarText(range),
  ]);
  return table ?? null;
}

export const findTables = (session: ReadOnlySession, oids: readonly number[]): Promise<Table[]> =>
  session.query<Table>(`${TABLES} WHERE c.oid = ANY($1::oid[])`, [oids]);

/** Ordinary and partitioned tables of schemas. */
export const findTablesIn = (
  session: ReadOnlySession,
  schemas: readonly string[],
): Promise<Table[]> =>
  session.query<Table>(
    `${TABLES} WHERE n.nspname = ANY($1::text[]) AND c.relkind IN ('r', 'p') AND NOT c.relispartition`,
    [schemas],
  );

// A constraint on a partitioned table is repeated on each partition; the one that was declared is enough.
const FOREIGN_KEYS = `SELECT k.conname AS name, k.conrelid::int8::float8 AS child, k.confrelid::int8::float8 AS parent,
    (SELECT array_agg(a.attname::text ORDER BY o.n) FROM unnest(k.conkey) WITH ORDINALITY o (num, n)
      JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = o.num) AS "childColumns",
    (SELECT array_agg(a.attname::text ORDER BY o.n) FROM unnest(k.confkey) WITH ORDINALITY o (num, n)
      JOIN pg_attribute a ON a.attrelid = k.confrelid AND a.attnum = o.num) AS "parentColumns",
    (SELECT bool_or(a.attnotnull) FROM unnest(k.conkey) num
      JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = num) AS "notNull",
    k.confdeltype AS "onDelete", k.confupdtype AS "onUpdate", k.condeferred AS deferred
  FROM pg_constraint k WHERE k.contype = 'f' AND k.conparentid = 0 ORDER BY k.conname`;

export const findForeignKeys = (session: ReadOnlySession): Promise<ForeignKey[]> =>
  session.query<ForeignKey>(FOREIGN_KEYS);

/** The table itself, what it is a partition or child of, and its own partitions and children. */
const FAMILY = `WITH RECURSIVE up AS (
    SELECT $1::oid AS oid UNION SELECT i.inhparent FROM pg_inherits i JOIN up ON i.inhrelid = up.oid
  ), down AS (
    SELECT $1::oid AS oid UNION SELECT i.inhrelid FROM pg_inherits i JOIN down ON i.inhparent = down.oid
  )
  SELECT ARRAY(SELECT up.oid::int8::float8 FROM up) AS up, ARRAY(SELECT down.oid::int8::float8 FROM down) AS down`;

export async function familyOf(
  session: ReadOnlySession,
  oid: number,
): Promise<{ up: number[]; down: number[] }> {
  const [family] = await session.query<{ up: number[]; down: number[] }>(FAMILY, [oid]);
  return family ?? { up: [oid], down: [oid] };
}
