import { DomainError } from "@/lib/core/error";
import { administer } from "../administer";
import { requireAdministrator } from "../authority";
import { record, type ServiceContext } from "../context";
import { findWebhook } from "./find";

/** Sends it an event that means nothing; how that goes is among its deliveries. Errors: not_found, forbidden. */
export async function sendTest(ctx: ServiceContext, { id }: { id: string }): Promise<void> {
  requireAdministrator(ctx);
  await administer(ctx, async (_, tx) => {
    const { disabled_at: disabled } = await findWebhook(tx, id);
    if (disabled) throw new DomainError("forbidden", "It is disabled. Enable it first.");
    await record(ctx, tx, { action: "webhook.tested", subject: id });
  });
}
