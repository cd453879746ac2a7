import type { RangeVar } from "libpg-query";
import { TooSlow, type ReadOnlySession } from "@/lib/core/read-only-session";
import { findTables, findTablesIn, nameOf, type Catalog, type Table } from "./catalog";
import { UNCOUNTED, type Count } from "./count";
import type { Hit } from "./hits";
import {
  codeOn,
  impactOn,
  NO_IMPACT,
  uncounted,
  type StatementImpact,
  type TableImpact,
} from "./impact";
import { resolve, unreadable } from "./relations";
import { qualified } from "./sql-text";

type TableHit = Extract<Hit, { kind: "truncate" | "drop_table" | "drop_schema" }>;

/** A table that goes whole, or but for its parts. */
interface Goner {
  readonly table: Table;
  readonly only: boolean;
}

/** Counts what goes with whole tables: TRUNCATE, DROP TABLE, DROP SCHEMA. */
export async function measureTables(
  session: ReadOnlySession,
  catalog: Catalog,
  hit: TableHit,
  what: string,
): Promise<StatementImpact> {
  const named = await goners(session, catalog, hit);
  if ("why" in named) return uncounted(what, named.why);
  const inside = insideOf(catalog, named);
  const referring = await referringTo(session, catalog, inside);
  const follows = hit.kind === "truncate" && hit.cascade;
  const fallen = follows ? await closure(session, catalog, inside, referring) : [];
  const hidden = [...named, ...fallen].map(({ table }) => unreadable(catalog, table));
  const why = hidden.find((reason) => reason !== null);
  if (why !== undefined) return uncounted(what, why);

  const action = hit.kind === "truncate" ? "truncate" : "delete";
  const tables: TableImpact[] = [];
  for (const goner of named)
    tables.push(impactOn(goner.table, { action, ...(await sizeOf(session, catalog, goner)) }));
  for (const { table, via } of fallen) {
    const size = await sizeOf(session, catalog, { table, only: false });
    tables.push(impactOn(table, { action, role: "cascade", depth: 1, via, ...size }));
  }
  const views = hit.kind === "truncate" ? [] : await dependentViews(session, inside);
  return {
    ...NO_IMPACT,
    tables,
    outcome: outcomeOf(catalog, hit, { named, referring, views }),
    heldBy: referring.map(({ table }) => table.oid),
    unknowns: [
      ...(await codeThatRuns(session, hit, insideOf(catalog, [...named, ...fallen.map(whole)]))),
      ...views.slice(0, VIEWS_LISTED_MAX).map((view) => ({
        what: `Who uses ${view}?`,
        why: "It reads from what is dropped, and goes or fails with it.",
        resolve: "Look for what queries it.",
      })),
    ],
    queries: tables.map(({ table }) => sizeQuery({ table, only: isOnly(named, table) })),
  };
}

const VIEWS_LISTED_MAX = 10;
const whole = ({ table }: Reference): Goner => ({ table, only: false });
const isOnly = (named: readonly Goner[], table: Table) =>
  named.some((one) => one.table === table && one.only);

async function goners(
  session: ReadOnlySession,
  catalog: Catalog,
  hit: TableHit,
): Promise<Goner[] | { why: string }> {
  if (hit.kind === "drop_schema") return inSchemas(session, hit.schemas);
  const found = new Map<number, Goner>();
  for (const relation of hit.relations) {
    const resolved = await resolve(session, catalog, relation);
    if ("why" in resolved) return resolved;
    const { table } = resolved;
    if (table.kind === "m") return { why: `${nameOf(table)} is a materialised view.` };
    found.set(table.oid, { table, only: isOnlyOf(relation) });
  }
  return [...found.values()];
}

const isOnlyOf = ({ inh }: RangeVar) => inh !== true;

const SCHEMAS = `SELECT n.nspname::text AS name FROM pg_namespace n WHERE n.nspname = ANY($1::text[])`;

async function inSchemas(
  session: ReadOnlySession,
  names: readonly string[],
): Promise<Goner[] | { why: string }> {
  const found = await session.query<{ name: string }>(SCHEMAS, [names]);
  const missing = names.find((name) => !found.some((one) => one.name === name));
  if (missing !== undefined)
    return { why: `There is no schema ${missing} in the database that was looked at.` };
  return (await findTablesIn(session, names)).map((table) => ({ table, only: false }));
}

/** With their partitions and children, which go along. */
function insideOf(catalog: Catalog, named: readonly Goner[]): number[] {
  const parts = new Set<number>();
  for (const { table, only } of named)
    for (const oid of only ? [table.oid] : catalog.familyOf(table.oid).down) parts.add(oid);
  return [...parts];
}

interface Reference {
  readonly table: Table;
  readonly via: string;
}

/** Tables outside that refer to one inside. */
async function referringTo(
  session: ReadOnlySession,
  catalog: Catalog,
  inside: readonly number[],
): Promise<Reference[]> {
  const keys = catalog.keys.filter(
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
  catalog: Catalog,
  targets: readonly number[],
  first: readonly Reference[],
): Promise<Reference[]> {
  const found = new Map<number, Reference>();
  let open = first;
  while (open.length > 0) {
    for (const reference of open) found.set(reference.table.oid, reference);
    const inside = [...targets];
    for (const oid of found.keys()) inside.push(...catalog.familyOf(oid).down);
    open = (await referringTo(session, catalog, inside)).filter(
      ({ table }) => !found.has(table.oid),
    );
  }
  return [...found.values()];
}

const sizeQuery = ({ table, only }: Goner) =>
  `SELECT count(*)::float8 AS rows FROM ${only ? "ONLY " : ""}${qualified(table)}`;

const BYTES = `SELECT sum(pg_total_relation_size(oid))::float8 AS bytes FROM unnest($1::oid[]) AS oid`;

async function sizeOf(
  session: ReadOnlySession,
  catalog: Catalog,
  goner: Goner,
): Promise<{ count: Count; bytes: Count }> {
  const { table } = goner;
  const [size] = await session.query<{ bytes: number }>(BYTES, [insideOf(catalog, [goner])]);
  const bytes: Count = size ? { value: size.bytes, bound: "exact" } : UNCOUNTED;
  try {
    const [row] = await session.query<{ rows: number }>(sizeQuery(goner));
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

const EVENT_TRIGGERS = `SELECT evtname::text AS name FROM pg_event_trigger
  WHERE evtenabled <> 'D' AND evtevent IN ('sql_drop', 'ddl_command_start', 'ddl_command_end') ORDER BY 1 LIMIT 5`;

/** TRUNCATE has triggers on tables; DROP those that wait for any command. */
async function codeThatRuns(
  session: ReadOnlySession,
  hit: TableHit,
  inside: readonly number[],
): Promise<StatementImpact["unknowns"]> {
  if (hit.kind === "truncate")
    return codeOn(
      (await findTables(session, inside)).map((table) => ({ table, action: "truncate" })),
    );
  return (await session.query<{ name: string }>(EVENT_TRIGGERS)).map(({ name }) => ({
    what: `What does the event trigger ${name} do?`,
    why: "It runs code of its own when something is dropped; that isn't counted.",
    resolve: "Read the trigger's function.",
  }));
}

function outcomeOf(
  catalog: Catalog,
  hit: TableHit,
  {
    named,
    referring,
    views,
  }: { named: readonly Goner[]; referring: readonly Reference[]; views: readonly string[] },
): StatementImpact["outcome"] {
  if (hit.cascade) return { value: "will_apply", because: null };
  const fails = (because: string) => ({ value: "will_fail" as const, because });
  const [reference] = referring;
  if (reference)
    return fails(
      `${nameOf(reference.table)} refers to it (${reference.via}), and it doesn't say CASCADE.`,
    );
  if (views[0] !== undefined)
    return fails(`${views[0]} reads from it, and it doesn't say CASCADE.`);
  const oids = named.map(({ table }) => table.oid);
  const parent = named.find(({ table }) =>
    catalog.childrenOf(table.oid).some((child) => !oids.includes(child)),
  );
  if (hit.kind === "drop_table" && parent)
    return fails(`Tables inherit from ${nameOf(parent.table)}, and it doesn't say CASCADE.`);
  // A schema may hold more than tables, which alone were looked at.
  return hit.kind === "drop_schema"
    ? {
        value: "unknown",
        because: "It fails unless the schema is empty, since it doesn't say CASCADE.",
      }
    : { value: "will_apply", because: null };
}
