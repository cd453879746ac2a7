/** What a receiver can ask to be told of. `webhook_event()` in the database maps the log to these. */
export const WEBHOOK_EVENTS = [
  "operation.submitted",
  "operation.approved",
  "operation.denied",
  "operation.expired",
  "operation.cancelled",
  "operation.escalated",
  "grant.issued",
  "grant.redeemed",
  "grant.outcome",
  "grant.revoked",
  "environment.frozen",
  "security.*",
] as const;
export type WebhookEvent = (typeof WEBHOOK_EVENTS)[number];

/** `standard`: signed JSON by Standard Webhooks 1.0. `slack`: what Slack's incoming webhooks take. */
export const WEBHOOK_FORMATS = ["standard", "slack"] as const;
export type WebhookFormat = (typeof WEBHOOK_FORMATS)[number];

export type DeliveryState = "waiting" | "delivered" | "dead";
