import { newId } from "@/lib/core/id";
import type { Executor } from "./database";

const REVOKE = {
  name: "grant_revoke",
  text: `WITH revoked AS (
    UPDATE grants g SET status = 'revoked' WHERE g.id = $1 AND g.status = 'issued'
    RETURNING g.operation_id
  ), moved AS (
    UPDATE operations o SET version = o.version + 1 FROM revoked r WHERE o.id = r.operation_id
  ) SELECT operation_id FROM revoked`,
};

/** False where somebody has claimed it, or it has ended otherwise. */
export async function revokeIssuedGrant(tx: Executor, grantId: string): Promise<boolean> {
  return (await tx.query(REVOKE, [grantId])).length === 1;
}

const APPROVERS = {
  text: `SELECT u.email FROM decisions d JOIN users u ON u.id = d.user_id
    WHERE d.operation_id = $1 AND d.verdict = 'approve' AND u.status = 'active' ORDER BY u.email`,
};
const MAIL = {
  text: `INSERT INTO outbox (id, kind, recipient, payload, operation_id)
    VALUES ($1, 'approval_void', $2, $3::jsonb, $4)`,
};

/** Tells everyone who approved that it no longer stands, and why. */
export async function mailApprovers(
  tx: Executor,
  operationId: string,
  grew: readonly string[],
): Promise<void> {
  for (const { email } of await tx.query<{ email: string }>(APPROVERS, [operationId]))
    await tx.query(MAIL, [
      newId("out"),
      email,
      JSON.stringify({ operation_id: operationId, grew }),
      operationId,
    ]);
}
