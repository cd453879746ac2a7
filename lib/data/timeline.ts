import type { Executor } from "./database";

export interface StoredTimelineEvent {
  id: string;
  action: string;
  actor_kind: string;
  actor_name: string | null;
  data: Record<string, unknown>;
  occurred_at: Date;
}

const TIMELINE = {
  name: "operation_timeline",
  text: `SELECT v.id, v.action, v.actor ->> 'kind' AS actor_kind, v.data, v.occurred_at,
      coalesce(u.name, a.name, p.name, v.actor ->> 'login') AS actor_name
    FROM audit_events v
    LEFT JOIN users u ON u.id = v.actor ->> 'id'
    LEFT JOIN agents a ON a.id = v.actor ->> 'id'
    LEFT JOIN enforcement_points p ON p.id = v.actor ->> 'id'
    WHERE v.operation_id = $1 ORDER BY v.seq LIMIT 500`,
};

export const readTimeline = (db: Executor, operationId: string): Promise<StoredTimelineEvent[]> =>
  db.query<StoredTimelineEvent>(TIMELINE, [operationId]);
