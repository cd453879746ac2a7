import type { Executor } from "./database";

/** What is known of a registered schema, without what it says. */
export interface StoredGraphqlSchema {
  enforcement_point_id: string;
  format: "sdl" | "introspection";
  sha256: string;
  bytes: number;
  mutations: number;
  registered_by: Record<string, string>;
  /** Where a person registered it. */
  registrar: string | null;
  registered_at: Date;
}

export interface NewGraphqlSchema {
  enforcementPointId: string;
  format: "sdl" | "introspection";
  sha256: string;
  bytes: number;
  mutations: number;
  compiled: object;
  registeredBy: Record<string, string>;
  registeredAt: Date;
}

const PUT = {
  text: `INSERT INTO graphql_schemas AS s (enforcement_point_id, format, sha256, bytes, mutations, compiled,
      registered_by, registered_at)
    SELECT p.id, $2, $3, $4::int, $5::int, $6::json, $7::jsonb, $8::timestamptz
    FROM enforcement_points p WHERE p.id = $1
    ON CONFLICT (enforcement_point_id) DO UPDATE SET format = excluded.format, sha256 = excluded.sha256,
      bytes = excluded.bytes, mutations = excluded.mutations, compiled = excluded.compiled,
      registered_by = excluded.registered_by, registered_at = excluded.registered_at
    RETURNING (s.xmax = 0) AS created`,
};

/** In place of what was there; null where there is no such enforcement point. */
export async function putGraphqlSchema(
  tx: Executor,
  row: NewGraphqlSchema,
): Promise<{ created: boolean } | null> {
  const rows = await tx.query<{ created: boolean }>(PUT, [
    row.enforcementPointId,
    row.format,
    row.sha256,
    row.bytes,
    row.mutations,
    JSON.stringify(row.compiled),
    JSON.stringify(row.registeredBy),
    row.registeredAt,
  ]);
  return rows[0] ?? null;
}

const DELETE = {
  text: `DELETE FROM graphql_schemas WHERE enforcement_point_id = $1 RETURNING sha256`,
};

/** Null where there was none. */
export async function deleteGraphqlSchema(
  tx: Executor,
  enforcementPointId: string,
): Promise<{ sha256: string } | null> {
  return (await tx.query<{ sha256: string }>(DELETE, [enforcementPointId]))[0] ?? null;
}

const SELECT = `SELECT s.enforcement_point_id, s.format, s.sha256, s.bytes, s.mutations, s.registered_by,
    u.name AS registrar, s.registered_at
  FROM graphql_schemas s
  LEFT JOIN users u ON s.registered_by ->> 'kind' = 'reviewer' AND u.id = s.registered_by ->> 'id'`;

export const listGraphqlSchemas = (db: Executor): Promise<StoredGraphqlSchema[]> =>
  db.query<StoredGraphqlSchema>({ text: `${SELECT} ORDER BY s.enforcement_point_id` }, []);

export async function findGraphqlSchema(
  db: Executor,
  enforcementPointId: string,
): Promise<StoredGraphqlSchema | null> {
  const query = { text: `${SELECT} WHERE s.enforcement_point_id = $1` };
  return (await db.query<StoredGraphqlSchema>(query, [enforcementPointId]))[0] ?? null;
}

const COMPILED = {
  name: "compiled_graphql_schema",
  text: `SELECT compiled, sha256, registered_at FROM graphql_schemas WHERE enforcement_point_id = $1`,
};

/** What it says, for who holds a request against it. */
export async function findCompiledSchema(
  db: Executor,
  enforcementPointId: string,
): Promise<{ compiled: object; sha256: string; registeredAt: Date } | null> {
  const [row] = await db.query<{ compiled: object; sha256: string; registered_at: Date }>(
    COMPILED,
    [enforcementPointId],
  );
  return row
    ? { compiled: row.compiled, sha256: row.sha256, registeredAt: row.registered_at }
    : null;
}
