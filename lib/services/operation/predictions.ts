import type { Foretold, PredictionsView } from "@/lib/contract/predictions";
import type { ActorOf } from "@/lib/core/actor";
import { held, isCount } from "@/lib/core/prediction";
import { listReported, type ReportedRow } from "@/lib/data/predictions";
import type { ServiceContext } from "../context";

const ROWS_MAX = 200;

/** The last executed operations: what was foretold beside what was reported, newest first. */
export async function loadPredictions(
  ctx: ServiceContext<ActorOf<"reviewer">>,
): Promise<PredictionsView> {
  const rows = await listReported(ctx.db, ROWS_MAX);
  return { server_time: ctx.now().toISOString(), items: rows.map(asForetold) };
}

function asForetold(row: ReportedRow): Foretold {
  const reported = isCount(row.reported) ? row.reported : null;
  const predicted = row.records_deleted;
  const comparable = reported !== null && predicted.value !== null;
  return {
    operation_id: row.operation_id,
    action: row.action,
    resource: { id: row.resource_id, name: row.resource_name },
    environment: row.environment,
    enforcement_point: row.enforcement_point,
    outcome: row.outcome,
    reported_at: row.reported_at.toISOString(),
    predicted,
    reported,
    held: comparable ? held(predicted, reported) : null,
  };
}
