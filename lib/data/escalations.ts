import type { Executor } from "./database";

const BATCH = 200;

// Guarded by its primary key: of any number of copies one escalates each step, once.
const ESCALATE = {
  name: "sweep_escalations",
  text: `INSERT INTO escalations (operation_id, step)
    SELECT o.id, e.step FROM operations o
    CROSS JOIN LATERAL jsonb_array_elements(o.policy -> 'escalations') WITH ORDINALITY AS e(demand, step)
    WHERE o.status = 'pending' AND o.expires_at > clock_timestamp()
      AND o.created_at + make_interval(secs => (e.demand ->> 'after_s')::int) <= clock_timestamp()
      AND NOT EXISTS (SELECT 1 FROM escalations x WHERE x.operation_id = o.id AND x.step = e.step)
    ORDER BY o.expires_at LIMIT ${BATCH}
    ON CONFLICT DO NOTHING
    RETURNING operation_id, step`,
};
const OF = {
  name: "escalation_group",
  text: `SELECT o.policy -> 'escalations' -> ($2::int - 1) AS demand FROM operations o
    WHERE o.id = $1 AND o.status = 'pending' AND o.expires_at > clock_timestamp() FOR SHARE`,
};

export interface Escalated {
  operationId: string;
  group: { id: string; slug: string };
  after_s: number;
}

/** What has waited longer than its policy allows, and for whom it is now. Decided meanwhile: left out. */
export async function escalateWaiting(tx: Executor): Promise<Escalated[]> {
  const due = await tx.query<{ operation_id: string; step: number }>(ESCALATE, []);
  const escalated: Escalated[] = [];
  for (const { operation_id: operationId, step } of due) {
    const [row] = await tx.query<{ demand: Omit<Escalated, "operationId"> }>(OF, [
      operationId,
      step,
    ]);
    if (row) escalated.push({ operationId, ...row.demand });
  }
  return escalated;
}
