import type { Executor } from "./database";

export interface StoredAuditEvent {
  seq: string;
  id: string;
  action: string;
  actor: Record<string, string>;
  actor_name: string | null;
  operation_id: string | null;
  subject: string | null;
  subject_name: string | null;
  data: Record<string, unknown>;
  request_id: string | null;
  occurred_at: Date;
  leaf_hash: Buffer;
}

export interface EventFilter {
  actionPrefix: string | null;
  operationId: string | null;
  actor: string | null;
  since: string | null;
  until: string | null;
  /** Newest first: events before this one. */
  before: string | null;
  limit: number;
}

// The names are joined to the one page only, not to everything that was looked through.
const LIST = {
  name: "audit_list",
  text: `SELECT v.seq, v.id, v.action, v.actor, v.operation_id, v.subject, v.data, v.request_id,
      v.occurred_at, v.leaf_hash,
      coalesce(au.name, aa.name, ap.name, ak.name) AS actor_name,
      coalesce(su.name, sa.name, sp.name, sg.slug, se.slug, nullif(sk.name, '')) AS subject_name
    FROM (
      SELECT * FROM audit_events e
      WHERE ($1::text IS NULL OR starts_with(e.action, $1))
        AND ($2::text IS NULL OR e.operation_id = $2)
        AND ($3::text IS NULL OR $3 IN (e.actor ->> 'id', e.actor ->> 'key', e.actor ->> 'login', e.actor ->> 'kind'))
        AND ($4::timestamptz IS NULL OR e.occurred_at >= $4)
        AND ($5::timestamptz IS NULL OR e.occurred_at < $5)
        AND ($6::bigint IS NULL OR e.seq < $6)
      ORDER BY e.seq DESC LIMIT $7
    ) v
    LEFT JOIN users au ON au.id = v.actor ->> 'id'
    LEFT JOIN agents aa ON aa.id = v.actor ->> 'id'
    LEFT JOIN enforcement_points ap ON ap.id = v.actor ->> 'id'
    LEFT JOIN api_keys ak ON ak.id = v.actor ->> 'key'
    LEFT JOIN users su ON su.id = v.subject
    LEFT JOIN agents sa ON sa.id = v.subject
    LEFT JOIN enforcement_points sp ON sp.id = v.subject
    LEFT JOIN groups sg ON sg.id = v.subject
    LEFT JOIN environments se ON se.id = v.subject
    LEFT JOIN api_keys sk ON sk.id = v.subject
    ORDER BY v.seq DESC`,
};

export function listAuditEvents(db: Executor, filter: EventFilter): Promise<StoredAuditEvent[]> {
  return db.query<StoredAuditEvent>(LIST, [
    filter.actionPrefix,
    filter.operationId,
    filter.actor,
    filter.since,
    filter.until,
    filter.before,
    filter.limit,
  ]);
}
