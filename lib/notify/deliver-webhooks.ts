import { Webhook } from "standardwebhooks";
import type { AuditEntry } from "@/lib/audit/entry";
import type { AuditEventInput } from "@/lib/core/audit-event";
import { openSecret } from "@/lib/core/sealed-secret";
import type { WebhookNetworks } from "@/lib/core/webhook-address";
import type { Database } from "@/lib/data/database";
import {
  claimDeliveries,
  endDelivery,
  postponeDelivery,
  type ClaimedDelivery,
} from "@/lib/data/webhook-deliveries";
import { disableWebhook } from "@/lib/data/webhooks";
import { webhookBody } from "./webhook-body";
import { postWebhook, type PostResult, type Resolver } from "./webhook-post";

export interface WebhookContext {
  readonly db: Database;
  readonly publicUrl: string;
  readonly keyEncryptionKey: Uint8Array;
  readonly networks: WebhookNetworks;
  readonly resolver?: Resolver;
  readonly now: () => Date;
  readonly entryFor: (event: AuditEventInput) => AuditEntry;
  readonly warn: (facts: object, message: string) => void;
}

const BATCH = 9;
/** Longer than a post may take, so that a lease ends only when its worker is gone. */
const LEASE_S = 60;
/** Seconds before each further attempt: from 5 s to a day, three days in all. */
const DELAYS_S = [5, 60, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400] as const;
export const DELIVERY_ATTEMPTS_MAX = DELAYS_S.length + 1;
const JITTER = 0.25;

/** Seconds until the next attempt, a quarter more or less by chance; null past the last one. */
export function deliveryDelay_s(attempts: number, random: number): number | null {
  const base = DELAYS_S[attempts - 1];
  return base === undefined ? null : base * (1 - JITTER + 2 * JITTER * random);
}

/** Claims what is due and posts it; any number of workers may. Returns how many deliveries it held. */
export async function deliverWebhooks(ctx: WebhookContext): Promise<number> {
  const deliveries = await claimDeliveries(ctx.db, { limit: BATCH, lease_s: LEASE_S });
  await Promise.all(
    deliveries.map((delivery) =>
      deliver(ctx, delivery).catch((error: unknown) =>
        ctx.warn({ delivery: delivery.id, err: error }, "a delivery broke off; its lease will end"),
      ),
    ),
  );
  return deliveries.length;
}

async function deliver(ctx: WebhookContext, delivery: ClaimedDelivery): Promise<void> {
  // A claim that nobody finished counts too: a delivery that ends its worker must not do so for ever.
  if (delivery.attempts > DELIVERY_ATTEMPTS_MAX)
    return bury(ctx, delivery, { status: null, error: "too many attempts" });
  const result = await post(ctx, delivery);
  if (result.ok) {
    const end = { as: "delivered", status: result.status, error: null, entry: null } as const;
    await endDelivery(ctx.db, delivery, end);
    return;
  }
  const { status, error } = result;
  const delay_s = deliveryDelay_s(delivery.attempts, Math.random());
  if (result.gone) {
    await bury(ctx, delivery, result);
    const { id } = delivery.webhook;
    const reason = "It answered 410: it wants no more.";
    const entry = ctx.entryFor({ action: "webhook.disabled", subject: id, data: { reason } });
    await disableWebhook(ctx.db, { id, reason, entry });
  } else if (delay_s === null) {
    await bury(ctx, delivery, result);
  } else {
    await postponeDelivery(ctx.db, delivery, { delay_s, status, error });
  }
}

function post(ctx: WebhookContext, delivery: ClaimedDelivery): Promise<PostResult> {
  const { webhook, entry } = delivery;
  const open = (sealed: Uint8Array) => openSecret(sealed, webhook.id, ctx.keyEncryptionKey);
  const body = webhookBody(delivery, ctx.publicUrl);
  const at = ctx.now();
  const secrets = [webhook.secretEncrypted, webhook.previousSecretEncrypted];
  const signatures = secrets.flatMap((sealed) =>
    sealed ? [new Webhook(open(sealed)).sign(entry.id, at, body)] : [],
  );
  const headers = {
    "content-type": "application/json",
    "user-agent": "Countersign",
    // Of the log's entry, so that the same told twice is known by it.
    "webhook-id": entry.id,
    "webhook-timestamp": String(Math.floor(at.getTime() / 1000)),
    "webhook-signature": signatures.join(" "),
  };
  return postWebhook(
    { url: open(webhook.urlEncrypted), headers, body },
    ctx.networks,
    ctx.resolver,
  );
}

/** Gives a delivery up, where an operator can see it. */
async function bury(
  ctx: WebhookContext,
  delivery: ClaimedDelivery,
  { status, error }: { status: number | null; error: string },
): Promise<void> {
  ctx.warn({ delivery: delivery.id, error }, "a webhook can't be delivered; given up");
  const entry = ctx.entryFor({
    action: "webhook.dead",
    subject: delivery.webhook.id,
    data: { delivery: delivery.id, event: delivery.entry.id, attempts: delivery.attempts, error },
  });
  await endDelivery(ctx.db, delivery, { as: "dead", status, error, entry });
}
