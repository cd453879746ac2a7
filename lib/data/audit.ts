import type { AuditEntry } from "@/lib/audit/entry";
import type { Executor } from "./database";

/** The columns of an entry, in the order in which every INSERT into the log names them. */
export const AUDIT_COLUMNS =
  "id, action, actor, operation_id, subject, data, request_id, occurred_at, entry, leaf_hash";

/** SQL types of those columns: for use as typed parameters `$n::type` in a larger statement. */
const AUDIT_TYPES = [
  "text",
  "text",
  "jsonb",
  "text",
  "text",
  "jsonb",
  "text",
  "timestamptz",
  "text",
  "bytea",
];

/** `$5::text, $6::text, …`: the entry's parameters in a statement where it begins at `$first`. */
export const auditParameters = (first: number) =>
  AUDIT_TYPES.map((type, i) => `$${first + i}::${type}`).join(", ");

export const auditValues = (entry: AuditEntry): unknown[] => [
  entry.id,
  entry.action,
  JSON.stringify(entry.actor),
  entry.operationId,
  entry.subject,
  JSON.stringify(entry.data),
  entry.requestId,
  entry.occurredAt.toISOString(),
  entry.entry,
  entry.leafHash,
];

const INSERT = {
  name: "audit_append",
  text: `INSERT INTO audit_events (${AUDIT_COLUMNS}) VALUES (${auditParameters(1)})`,
};

/** Appends to the log inside the caller's transaction: without the entry there is no commit. */
export async function appendAudit(tx: Executor, entry: AuditEntry): Promise<void> {
  await tx.query(INSERT, auditValues(entry));
}
