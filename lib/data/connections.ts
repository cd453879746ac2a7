import type { EnvironmentKind } from "@/lib/core/operation";
import type { Executor } from "./database";

/** A registered connection; its secret stays sealed, see `findSealedConnections`. */
export interface StoredConnection {
  id: string;
  name: string;
  environment: string;
  pattern: string;
  host: string;
  port: number;
  database: string;
  username: string;
  server_version: string;
  system_identifier: string | null;
  definer_functions: string[];
  created_at: Date;
}

export interface NewConnection extends Omit<StoredConnection, "environment" | "created_at"> {
  environmentId: string;
  urlEncrypted: Uint8Array;
}

const INSERT = {
  text: `INSERT INTO connections (id, name, environment_id, pattern, url_encrypted, host, port, database,
      username, server_version, system_identifier, definer_functions)
    VALUES ($1, $2, $3, $4, $5::bytea, $6, $7::int, $8, $9, $10, $11, $12::text[])
    ON CONFLICT (name) DO NOTHING RETURNING id`,
};

/** False where the name is taken. */
export async function insertConnection(tx: Executor, row: NewConnection): Promise<boolean> {
  const rows = await tx.query(INSERT, [
    row.id,
    row.name,
    row.environmentId,
    row.pattern,
    row.urlEncrypted,
    row.host,
    row.port,
    row.database,
    row.username,
    row.server_version,
    row.system_identifier,
    row.definer_functions,
  ]);
  return rows.length === 1;
}

const COLUMNS = `c.id, c.name, e.slug AS environment, c.pattern, c.host, c.port, c.database, c.username,
  c.server_version, c.system_identifier, c.definer_functions, c.created_at`;
const FROM = `FROM connections c JOIN environments e ON e.id = c.environment_id`;

export const listConnections = (db: Executor): Promise<StoredConnection[]> =>
  db.query<StoredConnection>({ text: `SELECT ${COLUMNS} ${FROM} ORDER BY c.name` }, []);

/** By name or id. */
export async function findConnection(
  db: Executor,
  reference: string,
): Promise<StoredConnection | null> {
  const query = { text: `SELECT ${COLUMNS} ${FROM} WHERE c.name = $1 OR c.id = $1` };
  return (await db.query<StoredConnection>(query, [reference]))[0] ?? null;
}

const DELETE = { text: `DELETE FROM connections WHERE id = $1 RETURNING id` };

export async function deleteConnection(tx: Executor, id: string): Promise<boolean> {
  return (await tx.query(DELETE, [id])).length === 1;
}

export interface SealedConnection {
  id: string;
  name: string;
  pattern: string;
  database: string;
  urlEncrypted: Uint8Array;
  environment: { slug: string; kind: EnvironmentKind };
}

const SEALED = {
  name: "connections_of_environment",
  text: `SELECT c.id, c.name, c.pattern, c.database, c.url_encrypted, e.slug, e.kind ${FROM}
    WHERE e.slug = $1 ORDER BY length(c.pattern) DESC, c.name`,
};

/** With the secrets, sealed, of an environment's connections; the longest pattern first. */
export async function findSealedConnections(
  db: Executor,
  environment: string,
): Promise<SealedConnection[]> {
  const rows = await db.query<
    Omit<SealedConnection, "urlEncrypted" | "environment"> & {
      url_encrypted: Buffer;
      slug: string;
      kind: EnvironmentKind;
    }
  >(SEALED, [environment]);
  return rows.map(({ url_encrypted, slug, kind, ...row }) => ({
    ...row,
    urlEncrypted: new Uint8Array(url_encrypted),
    environment: { slug, kind },
  }));
}
