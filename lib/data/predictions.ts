import type { BlastRadius } from "@/lib/contract/blast-radius";
import type { Outcome } from "@/lib/core/operation";
import type { Executor } from "./database";

export interface ReportedRow {
  operation_id: string;
  action: string;
  resource_id: string;
  resource_name: string | null;
  environment: string;
  enforcement_point: string;
  outcome: Outcome;
  reported_at: Date;
  records_deleted: BlastRadius["totals"]["records_deleted"];
  reported: unknown;
}

const REPORTED = {
  text: `SELECT o.id AS operation_id, o.action, o.resource_id, o.resource_name, o.environment,
      p.name AS enforcement_point, g.outcome, g.reported_at,
      o.report -> 'totals' -> 'records_deleted' AS records_deleted, g.actual -> 'records' AS reported
    FROM grants g JOIN operations o ON o.id = g.operation_id
    JOIN enforcement_points p ON p.id = g.enforcement_point_id
    WHERE g.reported_at IS NOT NULL AND g.outcome <> 'not_started'
    ORDER BY g.reported_at DESC, g.id DESC LIMIT $1::int`,
};

/** The operations whose outcome was reported last. */
export const listReported = (db: Executor, limit: number): Promise<ReportedRow[]> =>
  db.query<ReportedRow>(REPORTED, [limit]);
