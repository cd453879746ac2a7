import type { Executor } from "./database";

const BATCH = 200;

/** Each moves a batch past its deadline and says which; rows that another copy holds are left to it. */
const due = (name: string, text: string) => ({ name, text });

const EXPIRE_OPERATIONS = due(
  "sweep_operations",
  `UPDATE operations o SET status = 'expired', version = o.version + 1, decided_at = o.expires_at
   WHERE o.id IN (SELECT id FROM operations WHERE status = 'pending' AND expires_at <= clock_timestamp()
     ORDER BY expires_at LIMIT ${BATCH} FOR UPDATE SKIP LOCKED)
     AND o.status = 'pending'
   RETURNING o.id AS operation_id, NULL AS grant_id`,
);

const moveGrants = (to: "expired" | "unknown", from: string, deadline: string) => `WITH moved AS (
    UPDATE grants g SET status = '${to}'
    WHERE g.id IN (SELECT id FROM grants WHERE status = '${from}' AND ${deadline} <= clock_timestamp()
      ORDER BY ${deadline} LIMIT ${BATCH} FOR UPDATE SKIP LOCKED)
      AND g.status = '${from}'
    RETURNING g.id, g.operation_id
  ), bumped AS (
    UPDATE operations o SET version = o.version + 1 FROM moved m WHERE o.id = m.operation_id
  )
  SELECT operation_id, id AS grant_id FROM moved`;

const EXPIRE_GRANTS = due("sweep_grants", moveGrants("expired", "issued", "expires_at"));
const LOSE_CLAIMS = due("sweep_claims", moveGrants("unknown", "claimed", "report_by"));

export interface Swept {
  operationId: string;
  grantId: string | null;
}

async function sweep(tx: Executor, statement: { name: string; text: string }): Promise<Swept[]> {
  const rows = await tx.query<{ operation_id: string; grant_id: string | null }>(statement, []);
  return rows.map((row) => ({ operationId: row.operation_id, grantId: row.grant_id }));
}

export const expireOperations = (tx: Executor) => sweep(tx, EXPIRE_OPERATIONS);
export const expireGrants = (tx: Executor) => sweep(tx, EXPIRE_GRANTS);
export const loseClaims = (tx: Executor) => sweep(tx, LOSE_CLAIMS);

const CLEAR_PROOFS = {
  name: "sweep_proofs",
  text: `DELETE FROM proof_uses WHERE (jkt, jti) IN
    (SELECT jkt, jti FROM proof_uses WHERE expires_at < now() LIMIT ${BATCH})`,
};
/** A proof's jti is only remembered for as long as the proof could be accepted. */
export async function clearProofs(tx: Executor): Promise<void> {
  await tx.query(CLEAR_PROOFS, []);
}
