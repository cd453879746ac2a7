import { DomainError } from "@/lib/core/error";
import { replayDelivery as replay } from "@/lib/data/webhooks";
import { administer } from "../administer";
import { requireAdministrator } from "../authority";
import { record, type ServiceContext } from "../context";
import { findWebhook } from "./find";

/** Sends the same message once more, under the same id. Errors: not_found, forbidden. */
export async function replayDelivery(
  ctx: ServiceContext,
  input: { id: string; delivery: string },
): Promise<void> {
  requireAdministrator(ctx);
  await administer(ctx, async (_, tx) => {
    const { disabled_at: disabled } = await findWebhook(tx, input.id);
    if (disabled) throw new DomainError("forbidden", "It is disabled. Enable it first.");
    const made = await replay(tx, { webhookId: input.id, deliveryId: input.delivery });
    if (made === null)
      throw new DomainError("not_found", "There is no such delivery, or it is still being tried.");
    const data = { delivery: made, of: input.delivery };
    await record(ctx, tx, { action: "webhook.replayed", subject: input.id, data });
  });
}
