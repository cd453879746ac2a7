import type { ReadOnlySession } from "@/lib/core/read-only-session";
import { leanedOn, type Name } from "./leaned-on";

/** Why a statement's predicate isn't run, or null where it may be. Asked before any count or EXPLAIN. */
export async function unsafeBecause(
  session: ReadOnlySession,
  tree: unknown,
): Promise<string | null> {
  const leaned = leanedOn(tree);
  if (leaned.parameter) return "It has parameters without values.";
  if (leaned.tableFunction) return "It selects from a function, which isn't run for a count.";
  const called = await foreignCode(session, leaned.functions, leaned.fields);
  if (called !== null) return `It calls ${called}, which isn't run for a count.`;
  const operators = await session.query<{ name: string }>(FOREIGN_OPERATORS, [
    [...leaned.operators],
    TRUSTED_EXTENSIONS,
  ]);
  if (operators[0]) return `It uses an operator ${operators[0].name} that isn't PostgreSQL's own.`;
  const types = await session.query<{ name: string }>(FOREIGN_TYPES, [
    ...columnsOf(leaned.types),
    TRUSTED_EXTENSIONS,
  ]);
  if (types[0]) return `It casts to ${types[0].name}, which isn't one of PostgreSQL's own types.`;
  const [cast] = await session.query<{ name: string }>(FOREIGN_CASTS, [
    TRUSTED_EXTENSIONS,
    leaned.types.length > 0,
  ]);
  return cast ? `It may cast by ${cast.name}, which isn't PostgreSQL's own.` : null;
}

/** Code that runs when the statement does, beside what it hits: by what it sets or returns. */
export async function codeCalled(session: ReadOnlySession, tree: unknown): Promise<string | null> {
  const { functions, fields } = leanedOn(tree);
  const harmless = functions.filter(({ name }) => !MAKES_VALUES.test(name));
  return foreignCode(session, harmless, fields);
}

async function foreignCode(
  session: ReadOnlySession,
  functions: readonly Name[],
  fields: readonly string[],
): Promise<string | null> {
  const denied = functions.find(({ name }) => DENIED.test(name));
  if (denied !== undefined) return denied.name;
  const [foreign] = await session.query<{ name: string }>(FOREIGN_FUNCTIONS, [
    ...columnsOf(functions),
    TRUSTED_EXTENSIONS,
  ]);
  if (foreign) return foreign.name;
  const [field] = await session.query<{ name: string }>(FOREIGN_FIELDS, [fields]);
  return field?.name ?? null;
}

const columnsOf = (names: readonly Name[]): [(string | null)[], string[]] => [
  names.map(({ schema }) => schema),
  names.map(({ name }) => name),
];

/** Volatile, and yet no more than a value. */
const MAKES_VALUES = /^(random|gen_random_uuid|uuidv[47]|nextval|clock_timestamp|timeofday)$/;

/** PostgreSQL's own, and yet not to be run for a count: they wait, lock, read files, reach out or take memory. */
const DENIED =
  /^(pg_(sleep|read_|ls_|stat_file|file_|logical|terminate|cancel|reload|rotate|switch|create|drop|advisory|try_advisory|notify|backup|start|stop|promote|replication|wal_|log_|import)|lo_|dblink|set_config|setval|nextval|query_to_xml|cursor_to_xml|table_to_xml|schema_to_xml|database_to_xml|ts_stat|txid_current$|pg_current_xact_id$|(repeat|lpad|rpad|array_fill|generate_series)$)/;

/** Extensions of PostgreSQL's own and others that are everywhere: their types, operators and functions compute, and no more. */
export const TRUSTED_EXTENSIONS: readonly string[] = (
  "btree_gin btree_gist citext cube fuzzystrmatch hstore intarray isn " +
  "ltree pg_trgm pgcrypto postgis seg unaccent uuid-ossp vector"
).split(" ");

/** Whether an object of a catalog came with one of them. */
const trusted = (catalog: string, oid: string, parameter: string) =>
  `EXISTS (SELECT FROM pg_depend d JOIN pg_extension e ON e.oid = d.refobjid WHERE d.deptype = 'e'
     AND d.classid = '${catalog}'::regclass AND d.objid = ${oid} AND d.refclassid = 'pg_extension'::regclass
     AND e.extname = ANY(${parameter}::text[]))`;

// A name is safe where all that it could mean is PostgreSQL's own (or trusted), and none of it volatile.
const FOREIGN_FUNCTIONS = `SELECT asked.name FROM unnest($1::text[], $2::text[]) AS asked (schema, name)
  WHERE asked.schema <> 'pg_catalog'
    OR NOT EXISTS (SELECT FROM pg_proc p WHERE p.proname = asked.name)
    OR EXISTS (SELECT FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
      WHERE p.proname = asked.name AND (p.provolatile = 'v'
        OR (n.nspname <> 'pg_catalog' AND NOT ${trusted("pg_proc", "p.oid", "$3")}))) LIMIT 1`;
// x.f is f(x) where x has no column f, whoever made f.
const FOREIGN_FIELDS = `SELECT p.proname::text AS name FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
    JOIN pg_type t ON t.oid = p.proargtypes[0]
  WHERE p.proname = ANY($1::text[]) AND t.typtype IN ('c', 'p', 'd')
    AND (n.nspname <> 'pg_catalog' OR p.provolatile = 'v') LIMIT 1`;
const FOREIGN_OPERATORS = `SELECT o.oprname::text AS name FROM pg_operator o JOIN pg_namespace n ON n.oid = o.oprnamespace
  WHERE o.oprname = ANY($1::text[]) AND n.nspname <> 'pg_catalog'
    AND NOT ${trusted("pg_operator", "o.oid", "$2")} LIMIT 1`;
// Enums and the rows of tables have no code of their own; other types of the user's may.
const FOREIGN_TYPES = `SELECT asked.name FROM unnest($1::text[], $2::text[]) AS asked (schema, name)
  WHERE NOT EXISTS (SELECT FROM pg_type t WHERE t.typname = asked.name)
    OR EXISTS (SELECT FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace
      WHERE t.typname = asked.name AND (asked.schema IS NULL OR n.nspname = asked.schema)
        AND n.nspname <> 'pg_catalog' AND t.typtype <> 'e' AND NOT ${trusted("pg_type", "t.oid", "$3")}) LIMIT 1`;
const FOREIGN_CASTS = `SELECT p.proname::text AS name FROM pg_cast k JOIN pg_proc p ON p.oid = k.castfunc
    JOIN pg_namespace n ON n.oid = p.pronamespace
  WHERE (k.castcontext = 'i' OR $2::boolean) AND n.nspname <> 'pg_catalog'
    AND NOT ${trusted("pg_proc", "p.oid", "$1")} LIMIT 1`;
