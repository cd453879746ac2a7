import type { BlastRadius } from "@/lib/contract/blast-radius";
import type { Demand } from "@/lib/policy/demand";
import type { Executor } from "./database";

const REPLACE = {
  name: "report_replace",
  text: `UPDATE operations o SET report = $3::jsonb, report_digest = $4, risk = $5,
      policy = $6::jsonb, policy_digest = $7, approvals_required = $8, version = o.version + 1
    WHERE o.id = $1 AND o.version = $2 AND o.status = 'pending' AND o.expires_at > clock_timestamp()
      AND o.approvals_received = 0
    RETURNING o.id`,
};

/** False where it is decided, was approved by somebody, or has changed since it was read. */
export async function replaceReport(
  tx: Executor,
  made: {
    id: string;
    version: number;
    report: BlastRadius;
    reportDigest: string;
    policy: Demand;
    policyDigest: string;
    approvalsRequired: number;
  },
): Promise<boolean> {
  const { report, policy } = made;
  const values = [
    made.id,
    made.version,
    JSON.stringify(report),
    made.reportDigest,
    report.risk.level,
    JSON.stringify(policy),
    made.policyDigest,
    made.approvalsRequired,
  ];
  return (await tx.query(REPLACE, values)).length === 1;
}
