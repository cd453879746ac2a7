import { z } from "@hono/zod-openapi";
import {
  DeliveryIdSchema,
  DeliveryListSchema,
  RegisteredWebhookSchema,
  RegisterWebhookSchema,
  RotateWebhookSchema,
  WebhookIdSchema,
  WebhookListSchema,
} from "@/lib/contract/webhook";
import { enableWebhook } from "@/lib/services/webhook/enable";
import { listWebhooks } from "@/lib/services/webhook/list";
import { registerWebhook } from "@/lib/services/webhook/register";
import { removeWebhook } from "@/lib/services/webhook/remove";
import { replayDelivery } from "@/lib/services/webhook/replay";
import { rotateWebhook } from "@/lib/services/webhook/rotate";
import { sendTest } from "@/lib/services/webhook/send-test";
import { showWebhook } from "@/lib/services/webhook/show";
import { BODY_BYTES_MAX } from "./body";
import { endpoint } from "./endpoint";
import type { Mount } from "./mount";

const tag = "Webhooks";
const PATH = "/api/v1/webhooks";
const WebhookPath = z.object({ id: WebhookIdSchema });
const DeliveryPath = z.object({ id: WebhookIdSchema, delivery: DeliveryIdSchema });

const list = endpoint({
  method: "get",
  operationId: "listWebhooks",
  summary: "List webhooks",
  description: "All of them, without their secrets, which nobody sees again.",
  tag,
  key: "admin",
  answers: { 200: { description: "All webhooks.", schema: WebhookListSchema } },
  handle: async ({ c, ctx }) => c.json({ items: await listWebhooks(ctx) }),
});

const register = endpoint({
  method: "post",
  operationId: "registerWebhook",
  summary: "Register a webhook",
  description:
    "Deliveries are signed by Standard Webhooks 1.0. They tell, and carry no grant. The answer is the only place where the secret is ever shown.",
  tag,
  key: "admin",
  body: { schema: RegisterWebhookSchema, bytesMax: BODY_BYTES_MAX },
  answers: { 201: { description: "Registered.", schema: RegisteredWebhookSchema } },
  handle: async ({ c, ctx, body }) => c.json(await registerWebhook(ctx, body), 201),
});

const remove = endpoint({
  method: "delete",
  operationId: "removeWebhook",
  summary: "Forget a webhook",
  description: "With its secret and its deliveries.",
  tag,
  key: "admin",
  params: WebhookPath,
  answers: { 204: { description: "Forgotten." } },
  async handle({ c, ctx, params }) {
    await removeWebhook(ctx, params);
    return c.body(null, 204);
  },
});

const rotate = endpoint({
  method: "post",
  operationId: "rotateWebhook",
  summary: "Replace a webhook's secret",
  description: "Deliveries carry signatures by both during `overlap`; then only by the new one.",
  tag,
  key: "admin",
  params: WebhookPath,
  body: { schema: RotateWebhookSchema, bytesMax: BODY_BYTES_MAX },
  answers: { 200: { description: "The new secret.", schema: RegisteredWebhookSchema } },
  handle: async ({ c, ctx, params, body }) =>
    c.json(await rotateWebhook(ctx, { id: params.id, ...body })),
});

const test = endpoint({
  method: "post",
  operationId: "testWebhook",
  summary: "Send a webhook a test",
  description: "An event `webhook.tested`; how that goes is among its deliveries.",
  tag,
  key: "admin",
  params: WebhookPath,
  answers: { 202: { description: "On its way." } },
  refusals: ["forbidden"],
  async handle({ c, ctx, params }) {
    await sendTest(ctx, params);
    return c.body(null, 202);
  },
});

const enable = endpoint({
  method: "post",
  operationId: "enableWebhook",
  summary: "Enable a webhook that was disabled",
  tag,
  key: "admin",
  params: WebhookPath,
  answers: { 204: { description: "Enabled." } },
  async handle({ c, ctx, params }) {
    await enableWebhook(ctx, params);
    return c.body(null, 204);
  },
});

const deliveries = endpoint({
  method: "get",
  operationId: "listWebhookDeliveries",
  summary: "List a webhook's deliveries",
  description: "The newest hundred, the newest first; those that were given up too.",
  tag,
  key: "admin",
  params: WebhookPath,
  answers: { 200: { description: "Deliveries.", schema: DeliveryListSchema } },
  handle: async ({ c, ctx, params }) =>
    c.json({ items: (await showWebhook(ctx, params.id)).deliveries }),
});

const replay = endpoint({
  method: "post",
  operationId: "replayWebhookDelivery",
  summary: "Send a delivery's message once more",
  description: "Under the same message id, so that a receiver that has it knows it.",
  tag,
  key: "admin",
  params: DeliveryPath,
  answers: { 202: { description: "On its way." } },
  refusals: ["forbidden"],
  async handle({ c, ctx, params }) {
    await replayDelivery(ctx, params);
    return c.body(null, 202);
  },
});

export function mountWebhooks({ resource }: Mount): void {
  resource(PATH, list, register);
  resource(`${PATH}/{id}`, remove);
  resource(`${PATH}/{id}/rotate`, rotate);
  resource(`${PATH}/{id}/test`, test);
  resource(`${PATH}/{id}/enable`, enable);
  resource(`${PATH}/{id}/deliveries`, deliveries);
  resource(`${PATH}/{id}/deliveries/{delivery}/replay`, replay);
}
