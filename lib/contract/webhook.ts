import { z } from "@hono/zod-openapi";
import { WEBHOOK_EVENTS, WEBHOOK_FORMATS } from "@/lib/core/webhook";
import { idSchema, TimeSchema } from "./scalar";

const OVERLAP_DEFAULT_S = 86_400;
const OVERLAP_MAX_S = 7 * 86_400;

export const RegisterWebhookSchema = z
  .strictObject({
    /** https, of a host that is public unless the operator allows its network. */
    url: z.string().min(1).max(2000),
    /** For people: whose it is. */
    description: z
      .string()
      .trim()
      .max(200)
      .regex(/^\P{Cc}*$/u, "one line, without control characters")
      .default(""),
    format: z.enum(WEBHOOK_FORMATS).default("standard"),
    events: z
      .array(z.enum(WEBHOOK_EVENTS))
      .min(1)
      .max(WEBHOOK_EVENTS.length)
      .default([...WEBHOOK_EVENTS]),
  })
  .openapi("RegisterWebhook");
export type RegisterWebhook = z.input<typeof RegisterWebhookSchema>;

export const RotateWebhookSchema = z
  .strictObject({
    /** Seconds for which deliveries carry a signature by the old secret too. */
    overlap: z.int().min(0).max(OVERLAP_MAX_S).default(OVERLAP_DEFAULT_S),
  })
  .openapi("RotateWebhook");
export type RotateWebhook = z.input<typeof RotateWebhookSchema>;

export const WebhookIdSchema = idSchema("whk");
export const DeliveryIdSchema = idSchema("dlv");

export const WebhookSchema = z
  .strictObject({
    id: WebhookIdSchema,
    /** Of a Slack webhook without its path, which is its secret. */
    url: z.string(),
    description: z.string(),
    format: z.enum(WEBHOOK_FORMATS),
    events: z.array(z.enum(WEBHOOK_EVENTS)),
    created_at: TimeSchema,
    /** Null while it is told. A 410 disables it. */
    disabled: z.strictObject({ at: TimeSchema, reason: z.string() }).nullable(),
    /** Until then the secret before signs too. */
    rotating_until: TimeSchema.nullable(),
    /** How many deliveries are still tried, and how many were given up. */
    waiting: z.int(),
    dead: z.int(),
  })
  .openapi("Webhook");
export type WebhookView = z.infer<typeof WebhookSchema>;
export const WebhookListSchema = z
  .strictObject({ items: z.array(WebhookSchema) })
  .openapi("WebhookList");

export const RegisteredWebhookSchema = WebhookSchema.extend({
  /** `whsec_…`, by which deliveries are signed: shown here, once, and never again. */
  secret: z.string(),
}).openapi("RegisteredWebhook");
export type RegisteredWebhookView = z.infer<typeof RegisteredWebhookSchema>;

export const DeliverySchema = z
  .strictObject({
    id: DeliveryIdSchema,
    /** The message's id, which is that of the log's entry. */
    event: idSchema("evt"),
    /** The log's word for it. */
    action: z.string(),
    operation: idSchema("op").nullable(),
    state: z.enum(["waiting", "delivered", "dead"]),
    attempts: z.int(),
    response_status: z.int().nullable(),
    error: z.string().nullable(),
    created_at: TimeSchema,
    next_at: TimeSchema.nullable(),
    ended_at: TimeSchema.nullable(),
    replay_of: DeliveryIdSchema.nullable(),
  })
  .openapi("WebhookDelivery");
export type DeliveryView = z.infer<typeof DeliverySchema>;
export const DeliveryListSchema = z
  .strictObject({ items: z.array(DeliverySchema) })
  .openapi("WebhookDeliveryList");
