import type { ClaimedDelivery } from "@/lib/data/webhook-deliveries";
import { placeOf } from "./event-place";
import { slackBody } from "./slack-body";

/** Small: what happened, to what, and where to look. No grant, no token, no comment. */
export function webhookBody(delivery: ClaimedDelivery, publicUrl: string): string {
  return JSON.stringify(
    delivery.webhook.format === "slack"
      ? slackBody(delivery, publicUrl)
      : standardBody(delivery, publicUrl),
  );
}

const OUTCOMES: Readonly<Record<string, string>> = {
  "grant.succeeded": "succeeded",
  "grant.failed": "failed",
  "grant.unknown": "unknown",
  "grant.lapsed": "not_started",
};

/** By Standard Webhooks 1.0: `type`, `timestamp`, `data`. The same at every attempt. */
function standardBody({ entry, event, operation }: ClaimedDelivery, publicUrl: string) {
  const outcome = OUTCOMES[entry.action];
  const place = operation ? null : placeOf(entry);
  const { group } = entry.data;
  return {
    // Of a security event receivers learn which; a group of them is only what is chosen by.
    type: event === "security.*" ? entry.action : event,
    timestamp: entry.at.toISOString(),
    data: {
      event: entry.id,
      ...(operation
        ? {
            operation: {
              id: operation.id,
              environment: operation.environment,
              action: operation.action,
              resource: operation.resource,
              agent: operation.agent,
              ...(operation.canary ? { canary: true } : {}),
              risk: operation.risk,
              expires_at: operation.expiresAt.toISOString(),
            },
          }
        : {}),
      ...(entry.action.startsWith("grant.") && entry.subject ? { grant: entry.subject } : {}),
      ...(outcome ? { outcome } : {}),
      ...(place === null ? {} : { environment: place }),
      ...(event === "operation.escalated" && typeof group === "string" ? { group } : {}),
      links: {
        review: operation ? `${publicUrl}/operations/${operation.id}` : `${publicUrl}/audit`,
      },
    },
  };
}
