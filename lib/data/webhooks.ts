import type { AuditEntry } from "@/lib/audit/entry";
import type { DeliveryState, WebhookEvent, WebhookFormat } from "@/lib/core/webhook";
import { appendAudit } from "./audit";
import type { Database, Executor } from "./database";

/** A registered receiver; its URL and secrets stay sealed. */
export interface StoredWebhook {
  id: string;
  address: string;
  description: string;
  format: WebhookFormat;
  events: WebhookEvent[];
  created_at: Date;
  disabled_at: Date | null;
  disabled_reason: string | null;
  /** Until then the secret before signs too. */
  previous_until: Date | null;
  waiting: number;
  dead: number;
}

const INSERT = {
  text: `INSERT INTO webhooks (id, url_encrypted, address, description, format, events, secret_encrypted, created_by)
    VALUES ($1, $2::bytea, $3, $4, $5, $6::text[], $7::bytea, $8::jsonb)`,
};

export async function insertWebhook(
  tx: Executor,
  row: Pick<StoredWebhook, "id" | "address" | "description" | "format"> & {
    events: readonly WebhookEvent[];
    urlEncrypted: Uint8Array;
    secretEncrypted: Uint8Array;
    createdBy: object;
  },
): Promise<void> {
  await tx.query(INSERT, [
    row.id,
    row.urlEncrypted,
    row.address,
    row.description,
    row.format,
    row.events,
    row.secretEncrypted,
    JSON.stringify(row.createdBy),
  ]);
}

const OPEN = `d.webhook_id = w.id AND d.delivered_at IS NULL`;
const SELECT = `SELECT w.id, w.address, w.description, w.format, w.events, w.created_at, w.disabled_at, w.disabled_reason,
    CASE WHEN w.previous_until > now() THEN w.previous_until END AS previous_until,
    (SELECT count(*)::int FROM webhook_deliveries d WHERE ${OPEN} AND d.dead_at IS NULL) AS waiting,
    (SELECT count(*)::int FROM webhook_deliveries d WHERE ${OPEN} AND d.dead_at IS NOT NULL) AS dead
  FROM webhooks w`;

export const listWebhooks = (db: Executor): Promise<StoredWebhook[]> =>
  db.query<StoredWebhook>({ text: `${SELECT} ORDER BY w.created_at, w.id` }, []);

export async function findWebhook(db: Executor, id: string): Promise<StoredWebhook | null> {
  return (await db.query<StoredWebhook>({ text: `${SELECT} WHERE w.id = $1` }, [id]))[0] ?? null;
}

// The one before the previous signs no longer, however new it was.
const ROTATE = {
  text: `UPDATE webhooks SET previous_secret_encrypted = secret_encrypted, secret_encrypted = $2::bytea,
      previous_until = now() + make_interval(secs => $3::int) WHERE id = $1 RETURNING id`,
};

/** False where there is no such webhook. */
export async function rotateSecret(
  tx: Executor,
  change: { id: string; secretEncrypted: Uint8Array; overlap_s: number },
): Promise<boolean> {
  const { id, secretEncrypted, overlap_s } = change;
  return (await tx.query(ROTATE, [id, secretEncrypted, overlap_s])).length === 1;
}

const DISABLE = {
  text: `UPDATE webhooks SET disabled_at = now(), disabled_reason = $2 WHERE id = $1 AND disabled_at IS NULL RETURNING id`,
};
const BURY = {
  text: `UPDATE webhook_deliveries SET dead_at = clock_timestamp(), last_error = 'the webhook was disabled'
    WHERE webhook_id = $1 AND delivered_at IS NULL AND dead_at IS NULL`,
};

/** Nothing more is sent there; what waited is a dead letter that can be replayed. */
export function disableWebhook(
  db: Database,
  { id, reason, entry }: { id: string; reason: string; entry: AuditEntry },
): Promise<boolean> {
  return db.transaction(async (tx) => {
    if ((await tx.query(DISABLE, [id, reason])).length === 0) return false;
    await tx.query(BURY, [id]);
    await appendAudit(tx, entry);
    return true;
  });
}

const ENABLE = {
  text: `UPDATE webhooks SET disabled_at = NULL, disabled_reason = NULL WHERE id = $1 AND disabled_at IS NOT NULL RETURNING id`,
};

/** False where it was enabled already. */
export async function enableWebhook(tx: Executor, id: string): Promise<boolean> {
  return (await tx.query(ENABLE, [id])).length === 1;
}

const FORGET = { text: `DELETE FROM webhook_deliveries WHERE webhook_id = $1` };
const DELETE = { text: `DELETE FROM webhooks WHERE id = $1` };

/** With its secrets and its deliveries. */
export async function deleteWebhook(tx: Executor, id: string): Promise<void> {
  await tx.query(FORGET, [id]);
  await tx.query(DELETE, [id]);
}

export interface StoredDelivery {
  id: string;
  webhook_id: string;
  event_id: string;
  event: string;
  action: string;
  operation_id: string | null;
  state: DeliveryState;
  attempts: number;
  response_status: number | null;
  last_error: string | null;
  created_at: Date;
  /** When it is tried next; null where it has ended. */
  next_at: Date | null;
  ended_at: Date | null;
  replay_of: string | null;
}

export const DELIVERIES_MAX = 100;
const DELIVERIES = {
  text: `SELECT d.id, d.webhook_id, d.event_id, d.event, v.action, v.operation_id, d.attempts, d.response_status,
      d.last_error, d.created_at, d.replay_of, coalesce(d.delivered_at, d.dead_at) AS ended_at,
      CASE WHEN d.delivered_at IS NULL AND d.dead_at IS NULL THEN d.available_at END AS next_at,
      CASE WHEN d.delivered_at IS NOT NULL THEN 'delivered' WHEN d.dead_at IS NOT NULL THEN 'dead' ELSE 'waiting' END AS state
    FROM webhook_deliveries d JOIN audit_events v ON v.id = d.event_id
    WHERE d.webhook_id = $1 ORDER BY d.created_at DESC, d.id DESC LIMIT ${DELIVERIES_MAX}`,
};

/** The newest first. */
export const listDeliveries = (db: Executor, webhookId: string): Promise<StoredDelivery[]> =>
  db.query<StoredDelivery>(DELIVERIES, [webhookId]);

const REPLAY = {
  text: `INSERT INTO webhook_deliveries (id, webhook_id, event_id, event, replay_of)
    SELECT 'dlv_' || replace(gen_random_uuid()::text, '-', ''), d.webhook_id, d.event_id, d.event, d.id
    FROM webhook_deliveries d JOIN webhooks w ON w.id = d.webhook_id AND w.disabled_at IS NULL
    WHERE d.id = $1 AND d.webhook_id = $2 AND (d.delivered_at IS NOT NULL OR d.dead_at IS NOT NULL) RETURNING id`,
};

/** The same message once more, by a delivery of its own; null where there is none that has ended. */
export async function replayDelivery(
  tx: Executor,
  of: { webhookId: string; deliveryId: string },
): Promise<string | null> {
  const rows = await tx.query<{ id: string }>(REPLAY, [of.deliveryId, of.webhookId]);
  return rows[0]?.id ?? null;
}
