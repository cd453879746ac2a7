import type { BlastRadius } from "@/lib/contract/blast-radius";
import type { Executor } from "./database";

const REPLACE = {
  name: "report_replace",
  text: `UPDATE operations o SET report = $3::jsonb, report_digest = $4, risk = $5, version = o.version + 1
    WHERE o.id = $1 AND o.version = $2 AND o.status = 'pending' AND o.expires_at > clock_timestamp()
      AND o.approvals_received = 0
    RETURNING o.id`,
};

/** False where it is decided, was approved by somebody, or has changed since it was read. */
export async function replaceReport(
  tx: Executor,
  made: { id: string; version: number; report: BlastRadius; reportDigest: string },
): Promise<boolean> {
  const { id, version, report, reportDigest } = made;
  const values = [id, version, JSON.stringify(report), reportDigest, report.risk.level];
  return (await tx.query(REPLACE, values)).length === 1;
}
