import type { DecisionEvidence } from "@/lib/core/operation";
import type { SignInMethod } from "@/lib/core/actor";
import type { Executor } from "./database";

/** An approval with the passkey's word on it, as both are stored now. */
export interface ApprovalEvidence {
  userId: string;
  name: string;
  operationDigest: string;
  shownDigest: string;
  method: SignInMethod;
  evidence: DecisionEvidence | null;
  /** Of that passkey, as it is registered for that person; null: it isn't, or no longer. */
  publicKey: Uint8Array | null;
}

const FIND = {
  name: "approval_evidence",
  text: `SELECT d.user_id, u.name, d.operation_digest, d.shown_digest, d.method, d.evidence, p.public_key
    FROM decisions d JOIN users u ON u.id = d.user_id
    LEFT JOIN passkeys p ON p.user_id = d.user_id AND p.id = d.evidence ->> 'credential_id'
    WHERE d.operation_id = $1 AND d.verdict = 'approve' ORDER BY d.decided_at, d.id`,
};

export async function findApprovalEvidence(
  tx: Executor,
  operationId: string,
): Promise<ApprovalEvidence[]> {
  const rows = await tx.query<{
    user_id: string;
    name: string;
    operation_digest: string;
    shown_digest: string;
    method: SignInMethod;
    evidence: DecisionEvidence | null;
    public_key: Buffer | null;
  }>(FIND, [operationId]);
  return rows.map((row) => ({
    userId: row.user_id,
    name: row.name,
    operationDigest: row.operation_digest,
    shownDigest: row.shown_digest,
    method: row.method,
    evidence: row.evidence,
    publicKey: row.public_key && new Uint8Array(row.public_key),
  }));
}
