import type pg from "pg";

const HISTORY_TABLE = `CREATE TABLE IF NOT EXISTS _prisma_migrations (
  id                  varchar(36) PRIMARY KEY NOT NULL,
  checksum            varchar(64) NOT NULL,
  finished_at         timestamptz,
  migration_name      varchar(255) NOT NULL,
  logs                text,
  rolled_back_at      timestamptz,
  started_at          timestamptz NOT NULL DEFAULT now(),
  applied_steps_count integer NOT NULL DEFAULT 0
)`;

/** insufficient_privilege; invalid_schema_name, where there is a schema but not for us. */
const NOT_OURS = ["42501", "3F000"];

export class MigrationError extends Error {
  override name = "MigrationError";
}

/** Makes the history of migrations in a database that is empty, or ours already. */
export async function openHistory(client: pg.Client): Promise<void> {
  await requireOwnSchema(client);
  await makeHistory(client);
}

/** A database that another program uses is left alone: its tables and ours would get in each other's way. */
async function requireOwnSchema(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT relname::text AS name FROM pg_class
      WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'p', 'v', 'm', 'f')
        AND to_regclass('_prisma_migrations') IS NULL
        AND NOT EXISTS (SELECT FROM pg_depend
                         WHERE classid = 'pg_class'::regclass AND objid = pg_class.oid AND deptype = 'e')
      ORDER BY relname LIMIT 4`,
  );
  if (rows.length === 0) return;
  const names = rows.map(({ name }) => name);
  throw new MigrationError(
    `The database isn't empty, and what it holds isn't Countersign's: ${names.slice(0, 3).join(", ")}` +
      `${names.length > 3 ? ", …" : ""}. Give Countersign a database of its own, as with: ` +
      "createdb --owner=ROLE countersign",
  );
}

async function makeHistory(client: pg.Client): Promise<void> {
  try {
    await client.query(HISTORY_TABLE);
  } catch (error) {
    const { message, code } = error as pg.DatabaseError;
    const role = client.user ?? "ROLE";
    throw new MigrationError(
      `The database can't be set up: ${message}.` +
        (NOT_OURS.includes(code ?? "")
          ? ` The role must own it: ALTER DATABASE ${client.database} OWNER TO ${role}`
          : ""),
      { cause: error },
    );
  }
}
