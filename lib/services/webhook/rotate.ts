import {
  RotateWebhookSchema,
  type RegisteredWebhookView,
  type RotateWebhook,
} from "@/lib/contract/webhook";
import { sealSecret } from "@/lib/core/sealed-secret";
import { rotateSecret } from "@/lib/data/webhooks";
import { administer } from "../administer";
import { requireAdministrator } from "../authority";
import { record, type ServiceContext } from "../context";
import { parseInput } from "../input";
import { findWebhook } from "./find";
import { newWebhookSecret } from "./secret";
import { webhookView } from "./view";

/** A new secret, shown this once. Both sign during `overlap`; then only the new one does. Errors: not_found. */
export async function rotateWebhook(
  ctx: ServiceContext,
  { id, ...input }: RotateWebhook & { id: string },
): Promise<RegisteredWebhookView> {
  requireAdministrator(ctx);
  const { overlap } = parseInput(RotateWebhookSchema, input);
  const secret = newWebhookSecret();
  return administer(ctx, async (_, tx) => {
    await findWebhook(tx, id);
    const secretEncrypted = sealSecret(secret, id, ctx.config.keyEncryptionKey);
    await rotateSecret(tx, { id, secretEncrypted, overlap_s: overlap });
    await record(ctx, tx, { action: "webhook.rotated", subject: id, data: { overlap } });
    return { ...webhookView(await findWebhook(tx, id)), secret };
  });
}
