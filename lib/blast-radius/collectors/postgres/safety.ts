import type { ReadOnlySession } from "@/lib/core/read-only-session";

/** Names that a predicate leans on; all of them must be PostgreSQL's own and harmless to be run. */
interface Leaned {
  readonly functions: Set<string>;
  readonly operators: Set<string>;
  readonly types: Set<string>;
  parameter: boolean;
  tableFunction: boolean;
}

/** PostgreSQL's own, and yet not to be run for a count: they wait, lock, read files or reach out. */
const DENIED =
  /^(pg_(sleep|read_|ls_|stat_file|file_|logical|terminate|cancel|reload|rotate|switch|create|drop|advisory|try_advisory|notify|backup|start|stop|promote|replication|wal_|log_|import)|lo_|dblink|set_config|setval|nextval|query_to_xml|cursor_to_xml|table_to_xml|schema_to_xml|database_to_xml|ts_stat|txid_current$|pg_current_xact_id$)/;

/** Why a statement's predicate isn't run, or null where it may be. Asked before any count or EXPLAIN. */
export async function unsafeBecause(
  session: ReadOnlySession,
  tree: unknown,
): Promise<string | null> {
  const leaned = lean(tree);
  if (leaned.parameter) return "It has parameters without values.";
  if (leaned.tableFunction) return "It selects from a function.";
  const functions = [...leaned.functions];
  const denied = functions.find((name) => DENIED.test(name.replace(/^pg_catalog\./, "")));
  if (denied !== undefined) return `It calls ${denied}, which isn't run for a count.`;
  const foreign = await session.query<{ name: string }>(FOREIGN_FUNCTIONS, [functions]);
  if (foreign[0])
    return `It calls ${foreign[0].name}, which isn't one of PostgreSQL's own that only compute.`;
  const operators = await session.query<{ name: string }>(FOREIGN_OPERATORS, [
    [...leaned.operators],
  ]);
  if (operators[0]) return `It uses an operator ${operators[0].name} that isn't PostgreSQL's own.`;
  const types = await session.query<{ name: string }>(FOREIGN_TYPES, [[...leaned.types]]);
  if (types[0]) return `It casts to ${types[0].name}, which isn't one of PostgreSQL's own types.`;
  return null;
}

// A name is safe where all that it could mean are in pg_catalog and none is volatile.
const FOREIGN_FUNCTIONS = `SELECT asked.name FROM unnest($1::text[]) AS asked (name)
  WHERE NOT EXISTS (SELECT 1 FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
      WHERE p.proname = regexp_replace(asked.name, '^pg_catalog\\.', '') AND n.nspname = 'pg_catalog')
    OR EXISTS (SELECT 1 FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
      WHERE p.proname = regexp_replace(asked.name, '^pg_catalog\\.', '')
        AND (n.nspname <> 'pg_catalog' OR p.provolatile = 'v')) LIMIT 1`;
const FOREIGN_OPERATORS = `SELECT asked.name FROM unnest($1::text[]) AS asked (name)
  WHERE EXISTS (SELECT 1 FROM pg_operator o JOIN pg_namespace n ON n.oid = o.oprnamespace
    WHERE o.oprname = asked.name AND n.nspname <> 'pg_catalog') LIMIT 1`;
// Enums have no code of their own; other types of the user's may.
const FOREIGN_TYPES = `SELECT asked.name FROM unnest($1::text[]) AS asked (name)
  WHERE NOT EXISTS (SELECT 1 FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace
    WHERE t.typname = asked.name AND (n.nspname = 'pg_catalog' OR t.typtype = 'e')) LIMIT 1`;

function lean(tree: unknown): Leaned {
  const found: Leaned = {
    functions: new Set(),
    operators: new Set(),
    types: new Set(),
    parameter: false,
    tableFunction: false,
  };
  const open = [tree];
  while (open.length > 0) {
    const node = open.pop();
    if (typeof node !== "object" || node === null) continue;
    for (const [type, value] of Object.entries(node)) {
      note(found, type, value);
      open.push(value);
    }
  }
  return found;
}

function note(found: Leaned, type: string, value: unknown): void {
  const parts = value as {
    funcname?: unknown;
    name?: unknown;
    names?: unknown;
    operName?: unknown;
  };
  if (type === "FuncCall") found.functions.add(dotted(parts.funcname));
  else if (type === "A_Expr") found.operators.add(lastOf(parts.name));
  else if (type === "SubLink" && parts.operName) found.operators.add(lastOf(parts.operName));
  else if (type === "typeName" || type === "TypeName") found.types.add(lastOf(parts.names));
  else if (type === "ParamRef") found.parameter = true;
  else if (type === "RangeFunction" || type === "RangeTableFunc" || type === "JsonTable")
    found.tableFunction = true;
}

const stringsOf = (nodes: unknown): string[] =>
  (Array.isArray(nodes) ? nodes : []).map(
    (node: { String?: { sval?: string } }) => node.String?.sval ?? "",
  );
const dotted = (nodes: unknown): string => stringsOf(nodes).join(".");
const lastOf = (nodes: unknown): string => stringsOf(nodes).at(-1) ?? "";
