import { TooSlow, type ReadOnlySession } from "@/lib/core/read-only-session";
import type { RangeVar } from "@pgsql/types";
import {
  familyOf,
  findForeignKeys,
  findRelation,
  findTables,
  findTablesIn,
  nameOf,
  rangeVarText,
  type Table,
} from "./catalog";
import { UNCOUNTED, type Count } from "./count";
import type { Hit } from "./hits";
import { codeOn, impactOn, uncounted, type StatementImpact, type TableImpact } from "./impact";
import { qualified } from "./sql-text";

type TableHit = Extract<Hit, { kind: "truncate" | "drop_table" | "drop_schema" }>;

/** Counts what goes with whole tables: TRUNCATE, DROP TABLE, DROP SCHEMA. */
export async function measureTables(
  session: ReadOnlySession,
  hit: TableHit,
): Promise<StatementImpact> {
  const named =
    hit.kind === "drop_schema"
      ? await findTablesIn(session, hit.schemas)
      : await findAll(session, hit.relations);
  if (named === null)
    return uncounted(
      "How much goes with these tables?",
      "One of them isn't in the database that was looked at.",
    );
  const other = named.find(({ kind }) => kind !== "r" && kind !== "p");
  if (other) return uncounted("What goes with it?", `${nameOf(other)} is no ordinary table.`);
  const targets = await withParts(session, named, hit);
  const referring = await referringTo(session, targets);
  const follows = hit.kind === "truncate" && hit.cascade;
  const fallen = follows ? await closure(session, targets, referring) : [];
  const action = hit.kind === "truncate" ? "truncate" : "delete";
  const tables: TableImpact[] = [];
  for (const table of named)
    tables.push(impactOn(table, { action, ...(await sizeOf(session, table)) }));
  for (const { table, via } of fallen)
    tables.push(
      impactOn(table, {
        action,
        role: "cascade",
        depth: 1,
        via,
        ...(await sizeOf(session, table)),
      }),
    );
  const views = hit.kind === "truncate" ? [] : await dependentViews(session, targets);
  return {
    tables,
    outcome: outcomeOf(hit, referring, views),
    unknowns: [
      ...codeOn(hit.kind === "truncate" ? [...named, ...fallen.map(({ table }) => table)] : []),
      ...views.slice(0, 10).map((view) => ({
        what: `Who uses ${view}?`,
        why: "It reads from what is dropped, and goes or fails with it.",
        resolve: "Look for what queries it.",
      })),
    ],
    queries: tables.map(({ table }) => sizeQuery(table)),
  };
}

async function findAll(
  session: ReadOnlySession,
  relations: readonly RangeVar[],
): Promise<Table[] | null> {
  const found: Table[] = [];
  for (const relation of relations) {
    const table = await findRelation(session, relation);
    if (!table) return null;
    if (!found.some(({ oid }) => oid === table.oid)) found.push(table);
  }
  return found;
}

/** With their partitions and children, which go along. */
async function withParts(
  session: ReadOnlySession,
  named: readonly Table[],
  hit: TableHit,
): Promise<number[]> {
  const only = new Set(
    hit.kind === "drop_schema"
      ? []
      : hit.relations.filter(({ inh }) => inh === false).map(rangeVarText),
  );
  const parts = new Set<number>();
  for (const table of named) {
    parts.add(table.oid);
    if (only.has(table.name)) continue;
    for (const oid of (await familyOf(session, table.oid)).down) parts.add(oid);
  }
  return [...parts];
}

interface Reference {
  readonly table: Table;
  readonly via: string;
}

/** Tables outside that refer to one inside. */
async function referringTo(
  session: ReadOnlySession,
  inside: readonly number[],
): Promise<Reference[]> {
  const keys = (await findForeignKeys(session)).filter(
    ({ parent, child }) => inside.includes(parent) && !inside.includes(child),
  );
  const tables = await findTables(session, [...new Set(keys.map(({ child }) => child))]);
  return tables.map((table) => ({
    table,
    via: keys.find(({ child }) => child === table.oid)?.name ?? "",
  }));
}

/** TRUNCATE … CASCADE empties whatever refers to it, and what refers to that. */
async function closure(
  session: ReadOnlySession,
  targets: readonly number[],
  first: readonly Reference[],
): Promise<Reference[]> {
  const found = new Map<number, Reference>();
  let open = first;
  while (open.length > 0) {
    for (const reference of open) found.set(reference.table.oid, reference);
    const inside = [...targets];
    for (const oid of found.keys()) inside.push(...(await familyOf(session, oid)).down);
    open = (await referringTo(session, inside)).filter(({ table }) => !found.has(table.oid));
  }
  return [...found.values()];
}

const sizeQuery = (table: Table) => `SELECT count(*)::float8 AS rows FROM ${qualified(table)}`;

const BYTES = `SELECT sum(pg_total_relation_size(oid))::float8 AS bytes FROM unnest($1::oid[]) AS oid`;

async function sizeOf(
  session: ReadOnlySession,
  table: Table,
): Promise<{ count: Count; bytes: Count }> {
  const { down } = await familyOf(session, table.oid);
  const [size] = await session.query<{ bytes: number }>(BYTES, [down]);
  const bytes: Count = size ? { value: size.bytes, bound: "exact" } : UNCOUNTED;
  try {
    const [row] = await session.query<{ rows: number }>(sizeQuery(table));
    return { bytes, count: row ? { value: row.rows, bound: "exact" } : UNCOUNTED };
  } catch (error) {
    if (!(error instanceof TooSlow)) throw error;
    const { estimate } = table;
    return { bytes, count: estimate < 0 ? UNCOUNTED : { value: estimate, bound: "estimate" } };
  }
}

const VIEWS = `WITH RECURSIVE dependent AS (
    SELECT unnest($1::oid[]) AS oid
    UNION
    SELECT r.ev_class FROM dependent d
      JOIN pg_depend p ON p.refclassid = 'pg_class'::regclass AND p.refobjid = d.oid AND p.classid = 'pg_rewrite'::regclass
      JOIN pg_rewrite r ON r.oid = p.objid
  ) SELECT format('%s.%s', n.nspname, c.relname) AS name FROM dependent d
    JOIN pg_class c ON c.oid = d.oid JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('v', 'm') ORDER BY 1`;

const dependentViews = async (
  session: ReadOnlySession,
  oids: readonly number[],
): Promise<string[]> =>
  (await session.query<{ name: string }>(VIEWS, [oids])).map(({ name }) => name);

function outcomeOf(
  hit: TableHit,
  referring: readonly Reference[],
  views: readonly string[],
): StatementImpact["outcome"] {
  if (hit.cascade) return { value: "will_apply", because: null };
  const [reference] = referring;
  if (reference)
    return {
      value: "will_fail",
      because: `${nameOf(reference.table)} refers to it (${reference.via}), and it doesn't say CASCADE.`,
    };
  if (views[0] !== undefined)
    return {
      value: "will_fail",
      because: `${views[0]} reads from it, and it doesn't say CASCADE.`,
    };
  // A schema may hold more than tables, which alone were looked at.
  return hit.kind === "drop_schema"
    ? {
        value: "unknown",
        because: "It fails unless the schema is empty, since it doesn't say CASCADE.",
      }
    : { value: "will_apply", because: null };
}
