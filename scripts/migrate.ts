import { createHash, randomUUID } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import pg from "pg";
import { MigrationError, openHistory } from "./migrations/history";

/** The advisory lock that Prisma's own engine takes, so that neither runs beside the other. */
const MIGRATION_LOCK = 72707369;

interface MigrationFile {
  name: string;
  sql: string;
  checksum: string;
}

/**
 * Applies `<directory>/<name>/migration.sql` in order of name and returns the names applied now.
 * The history is kept in Prisma's `_prisma_migrations`. Each file runs as one query inside one
 * transaction with its history row: a crash leaves either all of it or nothing, and the next
 * start simply goes on. (So a file holds no BEGIN or COMMIT of its own.)
 *
 * @throws MigrationError where history and files disagree, or a file fails
 */
export async function migrate(
  databaseUrl: string,
  directory = path.resolve("prisma/migrations"),
): Promise<string[]> {
  const files = migrationFiles(directory);
  const client = new pg.Client({
    connectionString: databaseUrl,
    options: "-c timezone=UTC",
  });
  await client.connect();
  try {
    await client.query("SELECT pg_advisory_lock($1)", [MIGRATION_LOCK]);
    await openHistory(client);
    const pending = await pendingMigrations(client, files);
    for (const file of pending) await apply(client, file);
    return pending.map((file) => file.name);
  } finally {
    await client.end();
  }
}

function migrationFiles(directory: string): MigrationFile[] {
  return readdirSync(directory)
    .filter((name) => existsSync(path.join(directory, name, "migration.sql")))
    .sort()
    .map((name) => {
      const sql = readFileSync(path.join(directory, name, "migration.sql"), "utf8");
      return {
        name,
        sql,
        checksum: createHash("sha256").update(sql).digest("hex"),
      };
    });
}

async function pendingMigrations(
  client: pg.Client,
  files: MigrationFile[],
): Promise<MigrationFile[]> {
  const { rows } = await client.query<{
    name: string;
    checksum: string;
    finished: boolean;
  }>(
    `SELECT migration_name AS name, checksum, finished_at IS NOT NULL AS finished
       FROM _prisma_migrations WHERE rolled_back_at IS NULL`,
  );
  const history = new Map(rows.map((row) => [row.name, row]));
  for (const row of history.values()) {
    if (!row.finished) {
      throw new MigrationError(
        `Migration ${row.name} is recorded as started but not finished. Look at what it left in ` +
          "the database, put that right, and delete its row from _prisma_migrations.",
      );
    }
  }
  const known = new Set(files.map((file) => file.name));
  const unknown = [...history.keys()].filter((name) => !known.has(name));
  if (unknown.length > 0) {
    throw new MigrationError(
      `The database has migrations that this version doesn't know: ${unknown.join(", ")}. It is ` +
        "used by a newer Countersign, or by another program. Nothing was changed.",
    );
  }
  return files.filter((file) => {
    const applied = history.get(file.name);
    if (applied && applied.checksum !== file.checksum) {
      throw new MigrationError(
        `Migration ${file.name} was changed after it was applied to this database. Restore the ` +
          "file, and put the change into a new migration.",
      );
    }
    return !applied;
  });
}

async function apply(client: pg.Client, file: MigrationFile): Promise<void> {
  try {
    await client.query("BEGIN");
    await client.query(
      "INSERT INTO _prisma_migrations (id, checksum, migration_name) VALUES ($1, $2, $3)",
      [randomUUID(), file.checksum, file.name],
    );
    await client.query(file.sql);
    await client.query(
      `UPDATE _prisma_migrations SET finished_at = clock_timestamp(), applied_steps_count = 1
        WHERE migration_name = $1`,
      [file.name],
    );
    await client.query("COMMIT");
  } catch (error) {
    throw new MigrationError(
      `Migration ${file.name} failed and was undone: ${error instanceof Error ? error.message : String(error)}`,
      { cause: error },
    );
  }
}
