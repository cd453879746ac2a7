import type { AuditEntry } from "@/lib/audit/entry";
import type { Risk } from "@/lib/core/operation";
import type { WebhookFormat } from "@/lib/core/webhook";
import { appendAudit } from "./audit";
import { isToldCanary } from "./canary";
import type { Database, Executor } from "./database";

/** A delivery that this worker holds until its lease ends, with all that it is made of. */
export interface ClaimedDelivery {
  readonly id: string;
  readonly attempts: number;
  readonly webhook: {
    readonly id: string;
    readonly format: WebhookFormat;
    readonly urlEncrypted: Uint8Array;
    readonly secretEncrypted: Uint8Array;
    /** Signs too, while receivers change over. */
    readonly previousSecretEncrypted: Uint8Array | null;
  };
  /** As receivers choose it. */
  readonly event: string;
  /** The log's entry, and the operation that it is about, as it was asked for. */
  readonly entry: {
    readonly id: string;
    readonly action: string;
    readonly subject: string | null;
    readonly data: Readonly<Record<string, unknown>>;
    readonly at: Date;
  };
  readonly operation: {
    readonly id: string;
    readonly environment: string;
    readonly agent: string;
    /** It was planted; told only once it is decided. */
    readonly canary: boolean;
    readonly action: string;
    readonly resource: { readonly type: string; readonly id: string; readonly name: string | null };
    readonly risk: Risk;
    readonly expiresAt: Date;
  } | null;
}

/** Of one receiver at once, so that a slow one doesn't hold up the others. */
const PER_WEBHOOK_MAX = 3;
const DUE = `delivered_at IS NULL AND dead_at IS NULL AND available_at <= now()`;

// The same lease as in outbox.ts.
const CLAIM = {
  name: "delivery_claim",
  text: `WITH due AS (
    SELECT x.id FROM webhooks w CROSS JOIN LATERAL (SELECT d.id FROM webhook_deliveries d
        WHERE d.webhook_id = w.id AND ${DUE} ORDER BY d.available_at LIMIT ${PER_WEBHOOK_MAX} FOR UPDATE SKIP LOCKED) x
    WHERE w.disabled_at IS NULL LIMIT $1
  ), claimed AS (
    UPDATE webhook_deliveries d SET attempts = d.attempts + 1, available_at = now() + make_interval(secs => $2::int)
    FROM due WHERE d.id = due.id RETURNING d.*
  )
  SELECT c.id, c.attempts, c.event, w.id AS webhook_id, w.format, w.url_encrypted, w.secret_encrypted,
    CASE WHEN w.previous_until > now() THEN w.previous_secret_encrypted END AS previous_secret_encrypted,
    c.event_id, v.action, v.subject, v.data, v.occurred_at, o.id AS operation_id, o.environment, a.name AS agent, ${isToldCanary("o", "a")} AS canary,
    o.action AS operation_action, o.resource_type, o.resource_id, o.resource_name, o.risk, o.expires_at
  FROM claimed c JOIN webhooks w ON w.id = c.webhook_id JOIN audit_events v ON v.id = c.event_id
    LEFT JOIN operations o ON o.id = v.operation_id LEFT JOIN agents a ON a.id = o.agent_id`,
};

interface Row {
  id: string;
  attempts: number;
  event: string;
  webhook_id: string;
  format: WebhookFormat;
  url_encrypted: Buffer;
  secret_encrypted: Buffer;
  previous_secret_encrypted: Buffer | null;
  event_id: string;
  action: string;
  subject: string | null;
  data: Record<string, unknown>;
  occurred_at: Date;
  operation_id: string | null;
  environment: string;
  agent: string;
  canary: boolean;
  operation_action: string;
  resource_type: string;
  resource_id: string;
  resource_name: string | null;
  risk: Risk;
  expires_at: Date;
}

/** Up to `limit` due deliveries, each to one worker only, for `lease_s` seconds. */
export async function claimDeliveries(
  db: Executor,
  { limit, lease_s }: { limit: number; lease_s: number },
): Promise<ClaimedDelivery[]> {
  return (await db.query<Row>(CLAIM, [limit, lease_s])).map((row) => ({
    id: row.id,
    attempts: row.attempts,
    event: row.event,
    webhook: {
      id: row.webhook_id,
      format: row.format,
      urlEncrypted: row.url_encrypted,
      secretEncrypted: row.secret_encrypted,
      previousSecretEncrypted: row.previous_secret_encrypted,
    },
    entry: {
      id: row.event_id,
      action: row.action,
      subject: row.subject,
      data: row.data,
      at: row.occurred_at,
    },
    operation:
      row.operation_id === null
        ? null
        : {
            id: row.operation_id,
            environment: row.environment,
            agent: row.agent,
            canary: row.canary,
            action: row.operation_action,
            resource: { type: row.resource_type, id: row.resource_id, name: row.resource_name },
            risk: row.risk,
            expiresAt: row.expires_at,
          },
  }));
}

/** Only who holds the latest claim may write, and only once. */
const HELD = `WHERE id = $1 AND attempts = $2 AND delivered_at IS NULL AND dead_at IS NULL`;
const END = {
  delivered: {
    name: "delivery_delivered",
    text: `UPDATE webhook_deliveries SET delivered_at = clock_timestamp(), response_status = $3, last_error = $4 ${HELD} RETURNING id`,
  },
  dead: {
    name: "delivery_dead",
    text: `UPDATE webhook_deliveries SET dead_at = clock_timestamp(), response_status = $3, last_error = $4 ${HELD} RETURNING id`,
  },
};

/** Ends a delivery, with its audit event where there is one. False: another worker has it by now. */
export function endDelivery(
  db: Database,
  delivery: Pick<ClaimedDelivery, "id" | "attempts">,
  end: {
    as: "delivered" | "dead";
    status: number | null;
    error: string | null;
    entry: AuditEntry | null;
  },
): Promise<boolean> {
  return db.transaction(async (tx) => {
    const values = [delivery.id, delivery.attempts, end.status, end.error];
    if ((await tx.query(END[end.as], values)).length === 0) return false;
    if (end.entry) await appendAudit(tx, end.entry);
    return true;
  });
}

const POSTPONE = {
  name: "delivery_postpone",
  text: `UPDATE webhook_deliveries SET available_at = now() + make_interval(secs => $3::double precision),
    response_status = $4, last_error = $5 ${HELD}`,
};

/** Makes a delivery due again after `delay_s` seconds. */
export async function postponeDelivery(
  db: Executor,
  delivery: Pick<ClaimedDelivery, "id" | "attempts">,
  failed: { delay_s: number; status: number | null; error: string },
): Promise<void> {
  const { delay_s, status, error } = failed;
  await db.query(POSTPONE, [delivery.id, delivery.attempts, delay_s, status, error]);
}

const BATCH = 1000;
const CLEAR = {
  name: "sweep_deliveries",
  text: `DELETE FROM webhook_deliveries WHERE id IN (SELECT id FROM webhook_deliveries
    WHERE created_at < now() - interval '30 days' AND (delivered_at IS NOT NULL OR dead_at IS NOT NULL
      OR NOT EXISTS (SELECT 1 FROM webhooks w WHERE w.id = webhook_id)) LIMIT ${BATCH})`,
};

/** What ended a month ago nobody looks for here; the log keeps what happened. */
export async function clearDeliveries(db: Executor): Promise<void> {
  await db.query(CLEAR, []);
}
