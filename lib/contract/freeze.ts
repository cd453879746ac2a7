import { z } from "@hono/zod-openapi";
import { ReferenceSchema } from "./reference";
import { idSchema, SlugSchema, TimeSchema } from "./scalar";

/** Longer is no incident; and it can be frozen again. */
const FREEZE_SECONDS_MAX = 30 * 24 * 3600;

/** Seconds from now; null or left out: until an admin lifts it. */
const EndsInSchema = z.int().min(60).max(FREEZE_SECONDS_MAX).nullable().default(null);

/** Everyone reads it, agents and enforcement points too. */
const FreezeReasonSchema = z
  .string()
  .trim()
  .min(1, "say why: everybody will ask")
  .max(200)
  .regex(/^[^\p{Cc}\p{Zl}\p{Zp}]+$/u, "one line, without control characters")
  .openapi({ example: "incident 42" });

const everything = z.strictObject({ scope: z.literal("everything") });
/** `environment`: slug or id. */
const environment = z.strictObject({
  scope: z.literal("environment"),
  environment: ReferenceSchema,
});

export const FreezeInputSchema = z
  .discriminatedUnion("scope", [
    everything.extend({ reason: FreezeReasonSchema, ends_in: EndsInSchema }),
    environment.extend({ reason: FreezeReasonSchema, ends_in: EndsInSchema }),
  ])
  .openapi("FreezeInput");
export type FreezeInput = z.input<typeof FreezeInputSchema>;

/** What to lift: at once, or in so many seconds, which must be sooner than it ends by itself. */
export const LiftSchema = z.discriminatedUnion("scope", [
  everything.extend({ ends_in: EndsInSchema }),
  environment.extend({ ends_in: EndsInSchema }),
]);
export type Lift = z.input<typeof LiftSchema>;

/** On an operation: why its grant isn't redeemed now, whatever becomes of its approval. */
export const HoldingFreezeSchema = z
  .strictObject({
    scope: z.enum(["environment", "everything"]),
    reason: z.string(),
    until: TimeSchema.nullable().openapi({ description: "Null: until an admin lifts it." }),
  })
  .openapi("HoldingFreeze");
export type HoldingFreezeView = z.infer<typeof HoldingFreezeSchema>;

export const FreezeSchema = HoldingFreezeSchema.extend({
  environment: z
    .strictObject({ id: idSchema("env"), slug: SlugSchema, name: z.string() })
    .nullable()
    .openapi({ description: "Null: everything is frozen." }),
  since: TimeSchema,
  by: z.string().openapi({ description: "Who froze it, as a name for people." }),
}).openapi("Freeze");
export type FreezeView = z.infer<typeof FreezeSchema>;

export const FreezeListSchema = z.strictObject({ items: z.array(FreezeSchema) }).openapi("Freezes");
