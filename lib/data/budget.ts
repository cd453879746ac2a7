import type { Executor } from "./database";

/**
 * An agent's own limits hold, as SQL; `a` is an agents row. Exact only for who holds the agent's turn:
 * submissions at the same instant don't see each other.
 */
export const isWithinBudget = (a: string, at: string) => `(
  (${a}.max_pending IS NULL OR (SELECT count(*) FROM operations bp WHERE bp.agent_id = ${a}.id
    AND bp.status = 'pending' AND bp.expires_at > ${at}) < ${a}.max_pending)
  AND (${a}.max_per_hour IS NULL OR (SELECT count(*) FROM operations bh WHERE bh.agent_id = ${a}.id
    AND bh.created_at > ${at} - interval '1 hour') < ${a}.max_per_hour))`;

const TURN = {
  name: "agent_turn",
  text: `SELECT pg_advisory_xact_lock(hashtextextended('countersign.submit.' || $1, 0))::text AS held`,
};

/** Waits for the agent's other submissions; held until the transaction ends. */
export async function takeAgentTurn(tx: Executor, agentId: string): Promise<void> {
  await tx.query(TURN, [agentId]);
}

/** How much of its budget an agent has used. */
export interface BudgetUse {
  readonly maxPending: number | null;
  readonly pending: number;
  readonly maxPerHour: number | null;
  readonly lastHour: number;
  /** Seconds until the first of the hour's submissions no longer counts, or a pending one expires. */
  readonly frees_s: number;
}

const USE = {
  name: "agent_budget_use",
  text: `SELECT a.max_pending, a.max_per_hour,
      (SELECT count(*)::int FROM operations p WHERE p.agent_id = a.id AND p.status = 'pending' AND p.expires_at > now()) AS pending,
      h.n AS last_hour,
      greatest(1, ceil(extract(epoch FROM coalesce(h.first, now()) + interval '1 hour' - now())))::int AS frees_s
    FROM agents a CROSS JOIN LATERAL (SELECT count(*)::int AS n, min(o.created_at) AS first FROM operations o
      WHERE o.agent_id = a.id AND o.created_at > now() - interval '1 hour') h
    WHERE a.id = $1`,
};

export async function findBudgetUse(db: Executor, agentId: string): Promise<BudgetUse | null> {
  const [row] = await db.query<{
    max_pending: number | null;
    max_per_hour: number | null;
    pending: number;
    last_hour: number;
    frees_s: number;
  }>(USE, [agentId]);
  return row
    ? {
        maxPending: row.max_pending,
        pending: row.pending,
        maxPerHour: row.max_per_hour,
        lastHour: row.last_hour,
        frees_s: row.frees_s,
      }
    : null;
}
