import { enableWebhook as enable } from "@/lib/data/webhooks";
import { administer } from "../administer";
import { requireAdministrator } from "../authority";
import { record, type ServiceContext } from "../context";
import { findWebhook } from "./find";

/** Tells it again after it was disabled. What it missed can be replayed. Repeatable. Errors: not_found. */
export async function enableWebhook(ctx: ServiceContext, { id }: { id: string }): Promise<void> {
  requireAdministrator(ctx);
  await administer(ctx, async (_, tx) => {
    await findWebhook(tx, id);
    if (await enable(tx, id)) await record(ctx, tx, { action: "webhook.enabled", subject: id });
  });
}
