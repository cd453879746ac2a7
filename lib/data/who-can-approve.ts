import type { Executor } from "./database";
import { mayApprove } from "./eligibility";

export interface PossibleApprover {
  readonly id: string;
  readonly name: string;
  /** Names; empty where the person has a seat of their own. */
  readonly standsInFor: readonly string[];
  readonly awayUntil: Date | null;
}

/** A person's seats in the groups that are asked; their own goes before whom they stand in for. */
const LIST = {
  name: "who_can_approve",
  text: `SELECT u.id, u.name, CASE WHEN u.away_until > clock_timestamp() THEN u.away_until END AS away_until,
      CASE WHEN bool_or(s.stands_for IS NULL) THEN '{}' ELSE array_agg(DISTINCT f.name) END AS stands_in_for
    FROM operations o
    CROSS JOIN jsonb_to_recordset(o.policy -> 'quorum') AS q(id text)
    JOIN reviewer_seats s ON s.group_id = q.id
    JOIN users u ON u.id = s.user_id
    LEFT JOIN users f ON f.id = s.stands_for
    WHERE o.id = $1 AND ${mayApprove("o", "u.id")}
      AND NOT EXISTS (SELECT 1 FROM decisions d WHERE d.operation_id = o.id AND d.user_id = u.id)
    GROUP BY u.id ORDER BY u.name, u.id`,
};

/** Everyone who may approve the operation and hasn't decided, those who are away included. */
export async function listPossibleApprovers(
  db: Executor,
  operationId: string,
): Promise<PossibleApprover[]> {
  const rows = await db.query<{
    id: string;
    name: string;
    away_until: Date | null;
    stands_in_for: string[];
  }>(LIST, [operationId]);
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    standsInFor: row.stands_in_for,
    awayUntil: row.away_until,
  }));
}
