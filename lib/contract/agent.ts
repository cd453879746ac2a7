import { z } from "@hono/zod-openapi";
import { ReferenceSchema } from "./reference";
import { idSchema, SlugSchema, TimeSchema } from "./scalar";

const DESCRIPTION_CHARS_MAX = 1000;

/** What a new agent may ask, where nobody says otherwise: more than a careful one does. */
export const MAX_PENDING_DEFAULT = 50;
export const MAX_PER_HOUR_DEFAULT = 300;
const LimitSchema = z.int().min(1).max(100_000).nullable();

export const CreateAgentSchema = z
  .strictObject({
    name: SlugSchema,
    description: z.string().max(DESCRIPTION_CHARS_MAX).default(""),
    /** E-mail address or id of the person who answers for it, and so may not approve what it asks. */
    owner: ReferenceSchema.optional(),
    /**
     * What it asks for is planted, to see whether reviewers read: no grant of it is ever usable, and they
     * learn of it once they have decided. It can't be changed later.
     */
    canary: z.boolean().default(false),
    /** How many may wait for a decision at once; null: any number. */
    max_pending: LimitSchema.default(MAX_PENDING_DEFAULT),
    /** How many it may submit within an hour; null: any number. */
    max_per_hour: LimitSchema.default(MAX_PER_HOUR_DEFAULT),
  })
  .openapi("CreateAgent");
export type CreateAgent = z.input<typeof CreateAgentSchema>;

export const DisableAgentSchema = z.strictObject({
  /** Name or id. */
  agent: ReferenceSchema,
});
export type DisableAgent = z.input<typeof DisableAgentSchema>;

export const SetBudgetSchema = z.strictObject({
  /** Name or id. */
  agent: ReferenceSchema,
  max_pending: LimitSchema,
  max_per_hour: LimitSchema,
});
export type SetBudget = z.input<typeof SetBudgetSchema>;

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
    canary: z.boolean(),
    max_pending: z.int().nullable(),
    max_per_hour: z.int().nullable(),
  })
  .openapi("Agent");
export type AgentView = z.infer<typeof AgentSchema>;
