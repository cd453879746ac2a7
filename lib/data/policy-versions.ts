import type { PolicyDocument } from "@/lib/contract/policy";
import type { Executor } from "./database";

export interface StoredVersion {
  version: number;
  active: boolean;
  digest: string;
  note: string;
  createdBy: Record<string, string>;
  /** Of the person who saved it, where a person did. */
  authorName: string | null;
  createdAt: Date;
}

interface Row {
  version: number;
  active: boolean;
  digest: string;
  note: string;
  created_by: Record<string, string>;
  author_name: string | null;
  created_at: Date;
}

const COLUMNS = `pv.version, coalesce(i.policy_version = pv.version, false) AS active, pv.digest, pv.note,
  pv.created_by, u.name AS author_name, pv.created_at`;
const FROM = `FROM policy_versions pv LEFT JOIN installation i ON true
  LEFT JOIN users u ON pv.created_by ->> 'kind' = 'reviewer' AND u.id = pv.created_by ->> 'id'`;

const toVersion = (row: Row): StoredVersion => ({
  version: row.version,
  active: row.active,
  digest: row.digest,
  note: row.note,
  createdBy: row.created_by,
  authorName: row.author_name,
  createdAt: row.created_at,
});

const LIST = {
  text: `SELECT ${COLUMNS} ${FROM} WHERE $1::int IS NULL OR pv.version < $1::int
    ORDER BY pv.version DESC LIMIT $2::int`,
};

/** Newest first, before `before` where that is given. */
export async function listVersions(
  db: Executor,
  before: number | null,
  limit: number,
): Promise<StoredVersion[]> {
  return (await db.query<Row>(LIST, [before, limit])).map(toVersion);
}

/** As it is stored; what it holds is read again by whoever uses it. */
export interface StoredVersionText extends StoredVersion {
  source: string;
  document: unknown;
}

const FIND = {
  text: `SELECT ${COLUMNS}, pv.source, pv.document ${FROM} WHERE pv.version = $1::int`,
};

export async function findVersion(
  db: Executor,
  version: number,
): Promise<StoredVersionText | null> {
  const [row] = await db.query<Row & { source: string; document: unknown }>(FIND, [version]);
  return row ? { ...toVersion(row), source: row.source, document: row.document } : null;
}

const NEWEST = {
  text: `SELECT version, source FROM policy_versions ORDER BY version DESC LIMIT 1`,
};

export async function findNewestSource(
  db: Executor,
): Promise<{ version: number; source: string } | null> {
  const [row] = await db.query<{ version: number; source: string }>(NEWEST, []);
  return row ?? null;
}

const INSERT = {
  text: `INSERT INTO policy_versions (version, source, document, digest, note, created_by)
    SELECT coalesce(max(version), 0) + 1, $1, $2::jsonb, $3, $4, $5::jsonb FROM policy_versions
    RETURNING version`,
};

/** The next version, under the administration lock; by the primary key never one that is there. */
export async function insertVersion(
  tx: Executor,
  made: {
    source: string;
    document: PolicyDocument;
    digest: string;
    note: string;
    createdBy: Record<string, string>;
  },
): Promise<number> {
  const [row] = await tx.query<{ version: number }>(INSERT, [
    made.source,
    JSON.stringify(made.document),
    made.digest,
    made.note,
    JSON.stringify(made.createdBy),
  ]);
  if (!row) throw new Error("no version was inserted");
  return row.version;
}

const ACTIVATE = {
  text: `UPDATE installation SET policy_version = nullif($1::int, 0)
    WHERE id = 1 AND coalesce(policy_version, 0) = $2::int RETURNING id`,
};

/** Makes a version the active one, 0 none; false where another was active than was expected. */
export async function moveActive(
  tx: Executor,
  { version, expected }: { version: number; expected: number },
): Promise<boolean> {
  return (await tx.query(ACTIVATE, [version, expected])).length > 0;
}
