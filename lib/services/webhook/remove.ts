import { deleteWebhook } from "@/lib/data/webhooks";
import { administer } from "../administer";
import { requireAdministrator } from "../authority";
import { record, type ServiceContext } from "../context";
import { findWebhook } from "./find";

/** Forgets the webhook with its secret and its deliveries. Errors: not_found. */
export async function removeWebhook(ctx: ServiceContext, { id }: { id: string }): Promise<void> {
  requireAdministrator(ctx);
  await administer(ctx, async (_, tx) => {
    const { address } = await findWebhook(tx, id);
    await deleteWebhook(tx, id);
    await record(ctx, tx, { action: "webhook.removed", subject: id, data: { address } });
  });
}
