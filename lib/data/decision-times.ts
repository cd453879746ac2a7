import type { Risk } from "@/lib/core/operation";
import type { Executor } from "./database";

/** The newest so many tell enough, and bound the work however long the history is. */
const SAMPLE_MAX = 1000;

// By operations_decided_idx alone. What a policy decided by itself took no time, and says nothing of people.
const TIMES = {
  name: "decision_times",
  text: `SELECT count(*)::int AS sample, percentile_cont(ARRAY[0.5, 0.9]) WITHIN GROUP (ORDER BY seconds) AS seconds
    FROM (SELECT extract(epoch FROM o.decided_at - o.created_at)::float AS seconds FROM operations o
      WHERE o.environment_id = $1 AND o.risk = $2 AND o.status IN ('approved', 'denied')
        AND o.decided_at > now() - interval '90 days' AND o.decided_at > o.created_at
      ORDER BY o.decided_at DESC LIMIT ${SAMPLE_MAX}) t`,
};

/** How long people took to decide operations of this risk in this environment, in the last 90 days. */
export async function readDecisionTimes(
  db: Executor,
  environmentId: string,
  risk: Risk,
): Promise<{ sample: number; p50_s: number; p90_s: number } | null> {
  const [row] = await db.query<{ sample: number; seconds: [number, number] | null }>(TIMES, [
    environmentId,
    risk,
  ]);
  return row?.seconds ? { sample: row.sample, p50_s: row.seconds[0], p90_s: row.seconds[1] } : null;
}
