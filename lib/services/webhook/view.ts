import type { DeliveryView, WebhookView } from "@/lib/contract/webhook";
import type { StoredDelivery, StoredWebhook } from "@/lib/data/webhooks";

const isoOrNull = (at: Date | null) => at?.toISOString() ?? null;

/** Without its secret, which nobody sees again. */
export const webhookView = (row: StoredWebhook): WebhookView => ({
  id: row.id,
  url: row.address,
  description: row.description,
  format: row.format,
  events: row.events,
  created_at: row.created_at.toISOString(),
  disabled:
    row.disabled_at && row.disabled_reason !== null
      ? { at: row.disabled_at.toISOString(), reason: row.disabled_reason }
      : null,
  rotating_until: isoOrNull(row.previous_until),
  waiting: row.waiting,
  dead: row.dead,
});

export const deliveryView = (row: StoredDelivery): DeliveryView => ({
  id: row.id,
  event: row.event_id,
  action: row.action,
  operation: row.operation_id,
  state: row.state,
  attempts: row.attempts,
  response_status: row.response_status,
  error: row.last_error,
  created_at: row.created_at.toISOString(),
  next_at: isoOrNull(row.next_at),
  ended_at: isoOrNull(row.ended_at),
  replay_of: row.replay_of,
});
