import type { BlastRadius } from "@/lib/contract/blast-radius";
import type { EnvironmentKind, Risk } from "@/lib/core/operation";
import type { Executor } from "./database";
import { eligibleFor } from "./eligibility";

/** What a mail that asks for an approval is made of, as it is when the mail goes out. */
export interface ApprovalRequest {
  readonly operationId: string;
  readonly action: string;
  readonly resource: { readonly id: string; readonly name: string | null };
  readonly environment: { readonly slug: string; readonly kind: EnvironmentKind };
  readonly agent: string;
  readonly risk: Risk;
  readonly report: Pick<BlastRadius, "headline" | "claims" | "unknowns" | "reversibility" | "risk">;
  readonly createdAt: Date;
  readonly expiresAt: Date;
  /** Whether it still waits, and for this recipient: may approve, and hasn't decided. */
  readonly waits: boolean;
}

const FIND = {
  name: "approval_request",
  text: `SELECT o.action, o.resource_id, o.resource_name, e.slug, e.kind, a.name AS agent, o.risk, o.report,
      o.created_at, o.expires_at,
      o.status = 'pending' AND o.expires_at > clock_timestamp()
        AND EXISTS (SELECT 1 FROM ${eligibleFor("o")} q WHERE q.email = $2 AND NOT EXISTS
          (SELECT 1 FROM decisions d WHERE d.operation_id = o.id AND d.user_id = q.id AND d.verdict <> 'void')) AS waits
    FROM operations o JOIN environments e ON e.id = o.environment_id JOIN agents a ON a.id = o.agent_id
    WHERE o.id = $1`,
};

export async function findApprovalRequest(
  db: Executor,
  operationId: string,
  recipient: string,
): Promise<ApprovalRequest | null> {
  const [row] = await db.query<{
    action: string;
    resource_id: string;
    resource_name: string | null;
    slug: string;
    kind: EnvironmentKind;
    agent: string;
    risk: Risk;
    report: BlastRadius;
    created_at: Date;
    expires_at: Date;
    waits: boolean;
  }>(FIND, [operationId, recipient]);
  if (!row) return null;
  return {
    operationId,
    action: row.action,
    resource: { id: row.resource_id, name: row.resource_name },
    environment: { slug: row.slug, kind: row.kind },
    agent: row.agent,
    risk: row.risk,
    report: row.report,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    waits: row.waits,
  };
}
