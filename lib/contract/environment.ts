import { z } from "@hono/zod-openapi";
import { ENVIRONMENT_KINDS } from "@/lib/core/operation";
import { DisplayNameSchema, idSchema, SlugSchema, TimeSchema } from "./scalar";
import { ReferenceSchema } from "./reference";

/** As in the database's CHECK: more approvers than this is a committee, not a control. */
const APPROVALS_MAX = 10;
const ApprovalsSchema = z.int().min(1).max(APPROVALS_MAX);

export const CreateEnvironmentSchema = z
  .strictObject({
    slug: SlugSchema,
    /** For people; the slug where it isn't given. */
    name: DisplayNameSchema.optional(),
    kind: z.enum(ENVIRONMENT_KINDS),
    /** Slug or id of the group whose members approve here. */
    group: ReferenceSchema,
    approvals_required: ApprovalsSchema.default(1),
  })
  .openapi("CreateEnvironment");
export type CreateEnvironment = z.input<typeof CreateEnvironmentSchema>;

export const ChangeEnvironmentSchema = z
  .strictObject({
    /** Slug or id. */
    environment: ReferenceSchema,
    name: DisplayNameSchema.optional(),
    kind: z.enum(ENVIRONMENT_KINDS).optional(),
    group: ReferenceSchema.optional(),
    approvals_required: ApprovalsSchema.optional(),
  })
  .openapi("ChangeEnvironment");
export type ChangeEnvironment = z.input<typeof ChangeEnvironmentSchema>;

export const EnvironmentSchema = z
  .strictObject({
    id: idSchema("env"),
    slug: SlugSchema,
    name: z.string(),
    kind: z.enum(ENVIRONMENT_KINDS),
    group: z.strictObject({ id: idSchema("grp"), slug: SlugSchema, name: z.string() }),
    approvals_required: z.int(),
    created_at: TimeSchema,
  })
  .openapi("Environment");
export type EnvironmentView = z.infer<typeof EnvironmentSchema>;
