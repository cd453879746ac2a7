import { z } from "@hono/zod-openapi";
import { ReferenceSchema } from "./reference";
import { AudienceSchema, DisplayNameSchema, idSchema, TimeSchema } from "./scalar";

export const CreateEnforcementPointSchema = z
  .strictObject({
    name: DisplayNameSchema,
    audience: AudienceSchema,
    /** E-mail address or id of the person who runs it, and so may not approve what it executes. */
    operator: ReferenceSchema.optional(),
  })
  .openapi("CreateEnforcementPoint");
export type CreateEnforcementPoint = z.input<typeof CreateEnforcementPointSchema>;

export const DisableEnforcementPointSchema = z.strictObject({
  /** Audience or id. */
  enforcement_point: ReferenceSchema,
});
export type DisableEnforcementPoint = z.input<typeof DisableEnforcementPointSchema>;

export const EnforcementPointSchema = z
  .strictObject({
    id: idSchema("ep"),
    name: z.string(),
    audience: AudienceSchema,
    operator: z.strictObject({ id: idSchema("usr"), name: z.string() }).nullable(),
    created_at: TimeSchema,
    disabled_at: TimeSchema.nullable(),
    /** Keys that are neither revoked nor expired. */
    live_keys: z.int(),
  })
  .openapi("EnforcementPoint");
export type EnforcementPointView = z.infer<typeof EnforcementPointSchema>;
