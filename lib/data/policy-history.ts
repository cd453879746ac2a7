import type { BlastRadius } from "@/lib/contract/blast-radius";
import type { OperationStatus } from "@/lib/core/operation";
import type { PolicyReport } from "@/lib/policy/facts";
import type { Executor } from "./database";

/** A past operation, as far as a policy looks at one. */
export interface PastOperation {
  id: string;
  status: OperationStatus;
  environmentId: string;
  action: string;
  resource: { type: string; id: string; name: string | null };
  agent: { id: string; name: string };
  report: PolicyReport & Pick<BlastRadius, "headline">;
  createdAt: Date;
  /** Where the next batch goes on. */
  position: string;
}

interface Row {
  id: string;
  status: OperationStatus;
  environment_id: string;
  action: string;
  resource_type: string;
  resource_id: string;
  resource_name: string | null;
  agent_id: string;
  agent_name: string;
  report: PastOperation["report"];
  created_at: Date;
  position: string;
}

// The long parts stay in the database. One subtraction: each `->` would unpack the whole report again.
const COLUMNS = `o.id, CASE WHEN o.status = 'pending' AND o.expires_at <= now() THEN 'expired' ELSE o.status END AS status,
  o.environment_id, o.action, o.resource_type, o.resource_id, o.resource_name,
  a.id AS agent_id, a.name AS agent_name, o.created_at, o.created_at::text AS position,
  o.report - '{evidence,scope_params,analyzer,outcome_because,operation_digest}'::text[] AS report
  FROM operations o JOIN agents a ON a.id = o.agent_id`;

const toPast = (row: Row): PastOperation => ({
  id: row.id,
  status: row.status,
  environmentId: row.environment_id,
  action: row.action,
  resource: { type: row.resource_type, id: row.resource_id, name: row.resource_name },
  agent: { id: row.agent_id, name: row.agent_name },
  report: row.report,
  createdAt: row.created_at,
  position: row.position,
});

const BATCH = {
  name: "policy_history",
  text: `SELECT ${COLUMNS}
    WHERE $1::timestamptz IS NULL OR (o.created_at, o.id) < ($1::timestamptz, $2::text)
    ORDER BY o.created_at DESC, o.id DESC LIMIT $3::int`,
};

/** Newest first, after `after`. */
export async function listPast(
  db: Executor,
  after: Pick<PastOperation, "position" | "id"> | null,
  limit: number,
): Promise<PastOperation[]> {
  const rows = await db.query<Row>(BATCH, [after?.position ?? null, after?.id ?? null, limit]);
  return rows.map(toPast);
}

const ONE = { name: "policy_past", text: `SELECT ${COLUMNS} WHERE o.id = $1` };

export async function findPast(db: Executor, id: string): Promise<PastOperation | null> {
  const [row] = await db.query<Row>(ONE, [id]);
  return row ? toPast(row) : null;
}
