import type { ReadOnlySession } from "@/lib/core/read-only-session";

/** What is behind a connection, as the server itself says. */
export interface Inspection {
  server_version: string;
  database: string;
  username: string;
  system_identifier: string | null;
  /** Why the role may do more than read; empty where it can't. */
  tooMuch: string[];
}

const IDENTITY = `SELECT current_setting('server_version') AS server_version,
    current_setting('server_version_num')::int AS version_num,
    current_database()::text AS database, current_user::text AS username`;
const SYSTEM = `SELECT system_identifier::text FROM pg_control_system()`;

const RIGHTS = `SELECT
    r.rolsuper, r.rolcreaterole, r.rolcreatedb, r.rolreplication, r.rolbypassrls,
    ARRAY(SELECT m.rolname::text FROM pg_roles m WHERE m.rolname ~ '^pg_'
      AND m.rolname NOT IN ('pg_read_all_data', 'pg_read_all_settings', 'pg_read_all_stats', 'pg_monitor', 'pg_stat_scan_tables', 'pg_database_owner')
      AND pg_has_role(current_user, m.oid, 'MEMBER')) AS memberships,
    ARRAY(SELECT format('%s.%s', n.nspname, c.relname) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast')
        AND (pg_has_role(current_user, c.relowner, 'MEMBER')
          OR has_table_privilege(c.oid, 'INSERT, UPDATE, DELETE, TRUNCATE, TRIGGER')
          OR has_any_column_privilege(c.oid, 'INSERT, UPDATE'))
      ORDER BY 1 LIMIT 4) AS tables,
    ARRAY(SELECT n.nspname::text FROM pg_namespace n WHERE n.nspname !~ '^pg_'
      AND has_schema_privilege(n.oid, 'CREATE') ORDER BY 1 LIMIT 4) AS schemas,
    has_database_privilege(current_database(), 'CREATE') AS create_in_database
  FROM pg_roles r WHERE r.rolname = current_user`;

interface Rights {
  rolsuper: boolean;
  rolcreaterole: boolean;
  rolcreatedb: boolean;
  rolreplication: boolean;
  rolbypassrls: boolean;
  memberships: string[];
  tables: string[];
  schemas: string[];
  create_in_database: boolean;
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
  return { ...known, system_identifier: await systemIdentifier(session), tooMuch };
}

function whatIsTooMuch(rights: Rights): string[] {
  const found: string[] = [];
  if (rights.rolsuper) return ["it is a superuser"];
  if (rights.rolcreaterole) found.push("it may create roles");
  if (rights.rolcreatedb) found.push("it may create databases");
  if (rights.rolreplication) found.push("it may replicate");
  if (rights.rolbypassrls) found.push("it goes around row security");
  if (rights.memberships.length > 0)
    found.push(`it is a member of ${rights.memberships.join(", ")}`);
  if (rights.tables.length > 0) found.push(`it may write to ${listed(rights.tables)}`);
  if (rights.schemas.length > 0) found.push(`it may create things in ${listed(rights.schemas)}`);
  if (rights.create_in_database) found.push("it may create schemas");
  return found;
}

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
