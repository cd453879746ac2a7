import type { ReadOnlySession } from "@/lib/core/read-only-session";
import { shortText } from "@/lib/core/untrusted-text";

/** What is behind a connection, as the server itself says. */
export interface Inspection {
  server_version: string;
  database: string;
  username: string;
  system_identifier: string | null;
  /** Some functions that run with their owner's rights and that the role may call. Countersign never does. */
  definer_functions: string[];
  /** Why the role may do more than read; empty where it can't. */
  tooMuch: string[];
}

const IDENTITY = `SELECT current_setting('server_version') AS server_version,
    current_setting('server_version_num')::int AS version_num,
    current_database()::text AS database, current_user::text AS username`;
const SYSTEM = `SELECT system_identifier::text FROM pg_control_system()`;

// What the role may do itself, and as any role that it may become by SET ROLE.
const RIGHTS = `WITH mine AS (SELECT * FROM pg_roles WHERE pg_has_role(current_user, oid, 'MEMBER'))
  SELECT bool_or(rolsuper) AS superuser, bool_or(rolcreaterole) AS creates_roles,
    bool_or(rolcreatedb) AS creates_databases, bool_or(rolreplication) AS replicates,
    bool_or(rolbypassrls) AS bypasses_rls,
    ARRAY(SELECT m.rolname::text FROM mine m WHERE m.rolname ~ '^pg_'
      AND m.rolname NOT IN ('pg_read_all_data', 'pg_read_all_settings', 'pg_read_all_stats', 'pg_monitor',
        'pg_stat_scan_tables', 'pg_database_owner') ORDER BY 1) AS memberships,
    ARRAY(SELECT format('%s.%s', n.nspname, c.relname) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S')
        AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast')
        AND EXISTS (SELECT FROM mine m WHERE c.relowner = m.oid
          OR has_table_privilege(m.oid, c.oid, 'INSERT, UPDATE, DELETE, TRUNCATE, TRIGGER')
          OR CASE c.relkind WHEN 'S' THEN has_sequence_privilege(m.oid, c.oid, 'USAGE, UPDATE')
            ELSE has_any_column_privilege(m.oid, c.oid, 'INSERT, UPDATE') END)
      ORDER BY 1 LIMIT 4) AS tables,
    ARRAY(SELECT n.nspname::text FROM pg_namespace n WHERE n.nspname !~ '^pg_' AND EXISTS (
      SELECT FROM mine m WHERE n.nspowner = m.oid OR has_schema_privilege(m.oid, n.oid, 'CREATE'))
      ORDER BY 1 LIMIT 4) AS schemas,
    ARRAY(SELECT format('%s.%s', n.nspname, p.proname) FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
      JOIN mine m ON m.oid = p.proowner WHERE n.nspname NOT IN ('pg_catalog', 'information_schema')
      ORDER BY 1 LIMIT 4) AS functions,
    ARRAY(SELECT format('%s.%s', n.nspname, p.proname) FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
      WHERE p.prosecdef AND n.nspname NOT IN ('pg_catalog', 'information_schema')
        AND has_function_privilege(p.oid, 'EXECUTE') ORDER BY 1 LIMIT 4) AS definer_functions,
    bool_or(has_database_privilege(oid, current_database(), 'CREATE')) AS creates_schemas
  FROM mine`;

interface Rights {
  superuser: boolean;
  creates_roles: boolean;
  creates_databases: boolean;
  replicates: boolean;
  bypasses_rls: boolean;
  memberships: string[];
  tables: string[];
  schemas: string[];
  functions: string[];
  definer_functions: string[];
  creates_schemas: boolean;
}

/** The oldest release whose catalog the collector reads. */
const VERSION_MIN = 120_000;

/** Asks the server who the role is and what it may do. Throws what the session throws. */
export async function inspectConnection(session: ReadOnlySession): Promise<Inspection> {
  const [identity] = await session.query<{
    server_version: string;
    version_num: number;
    database: string;
    username: string;
  }>(IDENTITY);
  const [rights] = await session.query<Rights>(RIGHTS);
  if (!identity || !rights) throw new Error("the server doesn't say who this role is");
  const tooMuch = whatIsTooMuch(rights);
  if (identity.version_num < VERSION_MIN)
    tooMuch.push(`the server is PostgreSQL ${identity.server_version}; 12 or later is needed`);
  const { version_num: _, ...known } = identity;
  const definer_functions = rights.definer_functions.map(shown);
  return {
    ...known,
    definer_functions,
    system_identifier: await systemIdentifier(session),
    tooMuch,
  };
}

function whatIsTooMuch(rights: Rights): string[] {
  const found: string[] = [];
  if (rights.superuser) return ["it is a superuser, or may become one"];
  if (rights.creates_roles) found.push("it may create roles");
  if (rights.creates_databases) found.push("it may create databases");
  if (rights.replicates) found.push("it may replicate");
  if (rights.bypasses_rls) found.push("it goes around row security");
  if (rights.memberships.length > 0)
    found.push(`it is a member of ${rights.memberships.join(", ")}`);
  if (rights.tables.length > 0) found.push(`it may write to ${listed(rights.tables)}`);
  if (rights.schemas.length > 0) found.push(`it may create things in ${listed(rights.schemas)}`);
  if (rights.functions.length > 0) found.push(`it owns ${listed(rights.functions)}`);
  if (rights.creates_schemas) found.push("it may create schemas");
  return found.map(shown);
}

/** The database's names are its own, and may hold anything. */
const shown = (text: string): string => shortText(text, { head: 200, tail: 40 });

const listed = (names: readonly string[]): string =>
  names.length > 3 ? `${names.slice(0, 3).join(", ")} and more` : names.join(", ");

/** Not every role may read it, and not every host lets one. */
async function systemIdentifier(session: ReadOnlySession): Promise<string | null> {
  try {
    const [row] = await session.query<{ system_identifier: string }>(SYSTEM);
    return row?.system_identifier ?? null;
  } catch {
    return null;
  }
}
