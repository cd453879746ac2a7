import type { WebhookView } from "@/lib/contract/webhook";
import * as data from "@/lib/data/webhooks";
import { requireSetupReader } from "../authority";
import type { ServiceContext } from "../context";
import { webhookView } from "./view";

/** In the order in which they were registered. */
export async function listWebhooks(ctx: ServiceContext): Promise<WebhookView[]> {
  requireSetupReader(ctx);
  return (await data.listWebhooks(ctx.db)).map(webhookView);
}
