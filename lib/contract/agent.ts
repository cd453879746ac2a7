import { z } from "@hono/zod-openapi";
import { ReferenceSchema } from "./reference";
import { idSchema, SlugSchema, TimeSchema } from "./scalar";

const DESCRIPTION_CHARS_MAX = 1000;

export const CreateAgentSchema = z
  .strictObject({
    name: SlugSchema,
    description: z.string().max(DESCRIPTION_CHARS_MAX).default(""),
    /** E-mail address or id of the person who answers for it, and so may not approve what it asks. */
    owner: ReferenceSchema.optional(),
  })
  .openapi("CreateAgent");
export type CreateAgent = z.input<typeof CreateAgentSchema>;

export const DisableAgentSchema = z.strictObject({
  /** Name or id. */
  agent: ReferenceSchema,
});
export type DisableAgent = z.input<typeof DisableAgentSchema>;

export const AgentSchema = z
  .strictObject({
    id: idSchema("agt"),
    name: SlugSchema,
    description: z.string(),
    owner: z.strictObject({ id: idSchema("usr"), name: z.string() }).nullable(),
    created_at: TimeSchema,
    disabled_at: TimeSchema.nullable(),
    /** Keys that are neither revoked nor expired. */
    live_keys: z.int(),
  })
  .openapi("Agent");
export type AgentView = z.infer<typeof AgentSchema>;
