import type { Executor } from "./database";
import { eligibleFor } from "./eligibility";

export interface StoredManifest {
  id: string;
  agentId: string;
  agentName: string;
  requestDigest: string;
  size: number;
  createdAt: Date;
  /** In the order in which they were submitted. */
  operationIds: string[];
}

const SELECT = `SELECT m.id, m.agent_id, a.name AS agent_name, m.request_digest, m.size, m.created_at,
    ARRAY(SELECT o.id FROM operations o WHERE o.manifest_id = m.id ORDER BY o.manifest_position) AS operation_ids
  FROM manifests m JOIN agents a ON a.id = m.agent_id`;

interface Row {
  id: string;
  agent_id: string;
  agent_name: string;
  request_digest: string;
  size: number;
  created_at: Date;
  operation_ids: string[];
}
const toManifest = (row: Row | undefined): StoredManifest | null =>
  row
    ? {
        id: row.id,
        agentId: row.agent_id,
        agentName: row.agent_name,
        requestDigest: row.request_digest,
        size: row.size,
        createdAt: row.created_at,
        operationIds: row.operation_ids,
      }
    : null;

const FIND = { name: "manifest_find", text: `${SELECT} WHERE m.id = $1` };

export async function findManifest(db: Executor, id: string): Promise<StoredManifest | null> {
  const [row] = await db.query<Row>(FIND, [id]);
  return toManifest(row);
}

const FIND_BY_KEY = {
  name: "manifest_find_by_key",
  text: `${SELECT} WHERE m.agent_id = $1 AND m.idempotency_key = $2`,
};

export async function findManifestByKey(
  db: Executor,
  agentId: string,
  idempotencyKey: string,
): Promise<StoredManifest | null> {
  const [row] = await db.query<Row>(FIND_BY_KEY, [agentId, idempotencyKey]);
  return toManifest(row);
}

const INSERT = {
  name: "manifest_insert",
  text: `INSERT INTO manifests (id, agent_id, idempotency_key, request_digest, size)
    VALUES ($1, $2, $3, $4, $5) ON CONFLICT (agent_id, idempotency_key) DO NOTHING RETURNING id`,
};

/** False where the idempotency key was used before. */
export async function insertManifest(
  tx: Executor,
  made: {
    id: string;
    agentId: string;
    idempotencyKey: string;
    requestDigest: string;
    size: number;
  },
): Promise<boolean> {
  const values = [made.id, made.agentId, made.idempotencyKey, made.requestDigest, made.size];
  return (await tx.query(INSERT, values)).length === 1;
}

const MAIL = {
  name: "manifest_mail",
  text: `INSERT INTO outbox (id, kind, recipient, payload, operation_id)
    SELECT 'out_' || replace(gen_random_uuid()::text, '-', ''), 'approval_needed', one.email,
      jsonb_build_object('operation_id', one.id), one.id
    FROM (SELECT DISTINCT ON (v.email) v.email, o.id
      FROM operations o CROSS JOIN LATERAL ${eligibleFor("o")} v
      WHERE o.manifest_id = $1 AND o.status = 'pending'
      ORDER BY v.email, o.manifest_position) one`,
};

/** One mail to each person who could approve any of it, about the first such. */
export async function mailManifest(tx: Executor, manifestId: string): Promise<void> {
  await tx.query(MAIL, [manifestId]);
}
