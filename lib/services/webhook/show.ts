import type { DeliveryView, WebhookView } from "@/lib/contract/webhook";
import { listDeliveries } from "@/lib/data/webhooks";
import { requireSetupReader } from "../authority";
import type { ServiceContext } from "../context";
import { findWebhook } from "./find";
import { deliveryView, webhookView } from "./view";

/** One webhook with its newest deliveries, the newest first. Errors: not_found. */
export async function showWebhook(
  ctx: ServiceContext,
  id: string,
): Promise<{ webhook: WebhookView; deliveries: DeliveryView[] }> {
  requireSetupReader(ctx);
  const webhook = await findWebhook(ctx.db, id);
  return {
    webhook: webhookView(webhook),
    deliveries: (await listDeliveries(ctx.db, id)).map(deliveryView),
  };
}
