import {
  RegisterWebhookSchema,
  type RegisteredWebhookView,
  type RegisterWebhook,
} from "@/lib/contract/webhook";
import { actorRecord } from "@/lib/core/actor";
import { DomainError } from "@/lib/core/error";
import { newId } from "@/lib/core/id";
import { sealSecret } from "@/lib/core/sealed-secret";
import type { WebhookFormat } from "@/lib/core/webhook";
import { readWebhookUrl, WebhookUrlError } from "@/lib/core/webhook-address";
import { insertWebhook } from "@/lib/data/webhooks";
import { administer } from "../administer";
import { requireAdministrator } from "../authority";
import { record, type ServiceContext } from "../context";
import { parseInput } from "../input";
import { findWebhook } from "./find";
import { newWebhookSecret } from "./secret";
import { webhookView } from "./view";

/**
 * A receiver of events, and the secret by which it knows them, which is shown this once. Errors:
 * validation_failed (url).
 */
export async function registerWebhook(
  ctx: ServiceContext,
  input: RegisterWebhook,
): Promise<RegisteredWebhookView> {
  requireAdministrator(ctx);
  const { url: given, events, ...asked } = parseInput(RegisterWebhookSchema, input);
  const url = readUrl(ctx, given);
  const secret = newWebhookSecret();
  const id = newId("whk");
  const { keyEncryptionKey } = ctx.config;
  // Whoever has the path of a Slack webhook can post to its channel.
  const address = shownAddress(url, asked.format);
  return administer(ctx, async (_, tx) => {
    await insertWebhook(tx, {
      ...asked,
      id,
      address,
      events: [...new Set(events)],
      urlEncrypted: sealSecret(url.href, id, keyEncryptionKey),
      secretEncrypted: sealSecret(secret, id, keyEncryptionKey),
      createdBy: actorRecord(ctx.actor),
    });
    await record(ctx, tx, {
      action: "webhook.registered",
      subject: id,
      data: { address, format: asked.format, events },
    });
    return { ...webhookView(await findWebhook(tx, id)), secret };
  });
}

function readUrl(ctx: ServiceContext, text: string): URL {
  try {
    return readWebhookUrl(text, ctx.config.webhookNetworks);
  } catch (error) {
    if (!(error instanceof WebhookUrlError)) throw error;
    throw new DomainError("validation_failed", error.message, {
      errors: [{ pointer: "/url", detail: error.message }],
    });
  }
}

/** Slack's whole path is its secret, and many a receiver has one in its query: neither is shown, nor logged. */
function shownAddress(url: URL, format: WebhookFormat): string {
  if (format === "slack") return `${url.origin}/…`;
  return `${url.origin}${url.pathname}${url.search === "" ? "" : "?…"}`;
}
