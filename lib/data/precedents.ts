import type { Executor } from "./database";

/** A denial, as who is asked again should know it. */
export interface EarlierDenial {
  readonly decidedAt: Date;
  readonly reason: string | null;
  /** Null: the policy denied it. */
  readonly by: string | null;
}

const DENIAL = {
  name: "precedent_denial",
  text: `SELECT o.decided_at, o.decision_reason, u.name AS by FROM operations o
    LEFT JOIN decisions d ON d.operation_id = o.id AND d.verdict = 'deny' LEFT JOIN users u ON u.id = d.user_id
    WHERE o.id = $1 AND o.status = 'denied'`,
};

export async function findDenial(db: Executor, operationId: string): Promise<EarlierDenial | null> {
  const [row] = await db.query<{
    decided_at: Date;
    decision_reason: string | null;
    by: string | null;
  }>(DENIAL, [operationId]);
  return row ? { decidedAt: row.decided_at, reason: row.decision_reason, by: row.by } : null;
}

/** How often this agent asked for this action within the day before, this time included. */
export interface AskedBefore {
  readonly asked: number;
  readonly approved: number;
  readonly denied: number;
}

const ASKED = {
  name: "precedent_asked",
  text: `SELECT count(*)::int AS asked,
      count(*) FILTER (WHERE b.status = 'approved')::int AS approved,
      count(*) FILTER (WHERE b.status = 'denied')::int AS denied
    FROM operations o JOIN operations b ON b.agent_id = o.agent_id AND b.action = o.action
      AND b.created_at <= o.created_at AND b.created_at > o.created_at - interval '24 hours'
    WHERE o.id = $1`,
};

export async function countAskedBefore(db: Executor, operationId: string): Promise<AskedBefore> {
  const [row] = await db.query<AskedBefore>(ASKED, [operationId]);
  return row ?? { asked: 0, approved: 0, denied: 0 };
}

/** How one person decides: over the last 30 days. */
export interface ReviewerHabit {
  readonly userId: string;
  readonly name: string;
  readonly approved: number;
  readonly denied: number;
  /** Seconds from opening the page to approving, of the middle one; null: none of them was opened here. */
  readonly medianDwell_s: number | null;
  /** Approved within so few seconds that hardly anything can have been read. */
  readonly hasty: number;
  /** Planted requests that they denied, and that they approved. */
  readonly caught: number;
  readonly missed: number;
}

/** Nobody reads a blast radius in less. */
export const HASTY_S = 10;

const HABITS = {
  text: `SELECT u.id, u.name,
      count(*) FILTER (WHERE d.verdict = 'approve')::int AS approved,
      count(*) FILTER (WHERE d.verdict = 'deny')::int AS denied,
      percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM d.decided_at - w.first_opened_at))
        FILTER (WHERE d.verdict = 'approve' AND w.first_opened_at IS NOT NULL) AS median_dwell_s,
      count(*) FILTER (WHERE d.verdict = 'approve'
        AND d.decided_at - w.first_opened_at < make_interval(secs => $1::int))::int AS hasty,
      count(*) FILTER (WHERE a.canary AND d.verdict = 'deny')::int AS caught,
      count(*) FILTER (WHERE a.canary AND d.verdict = 'approve')::int AS missed
    FROM decisions d JOIN users u ON u.id = d.user_id
    JOIN operations o ON o.id = d.operation_id JOIN agents a ON a.id = o.agent_id
    LEFT JOIN operation_views w ON w.operation_id = d.operation_id AND w.user_id = d.user_id
    WHERE d.decided_at > now() - interval '30 days'
    GROUP BY u.id ORDER BY count(*) DESC, u.name LIMIT 200`,
};

/** Who decided most comes first. */
export async function listReviewerHabits(db: Executor): Promise<ReviewerHabit[]> {
  const rows = await db.query<{
    id: string;
    name: string;
    approved: number;
    denied: number;
    median_dwell_s: number | null;
    hasty: number;
    caught: number;
    missed: number;
  }>(HABITS, [HASTY_S]);
  return rows.map((row) => ({
    userId: row.id,
    name: row.name,
    approved: row.approved,
    denied: row.denied,
    medianDwell_s: row.median_dwell_s === null ? null : Math.round(Number(row.median_dwell_s)),
    hasty: row.hasty,
    caught: row.caught,
    missed: row.missed,
  }));
}
