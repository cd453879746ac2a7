import { z } from "@hono/zod-openapi";
import { ReferenceSchema } from "./reference";
import { DisplayNameSchema, idSchema, SlugSchema, TimeSchema } from "./scalar";

export const CreateGroupSchema = z
  .strictObject({ slug: SlugSchema, name: DisplayNameSchema.optional() })
  .openapi("CreateGroup");
export type CreateGroup = z.input<typeof CreateGroupSchema>;

/** Group by slug or id, person by e-mail address or id. */
export const GroupMembershipSchema = z
  .strictObject({ group: ReferenceSchema, user: ReferenceSchema })
  .openapi("GroupMembership");
export type GroupMembership = z.input<typeof GroupMembershipSchema>;

export const GroupSchema = z
  .strictObject({
    id: idSchema("grp"),
    slug: SlugSchema,
    name: z.string(),
    created_at: TimeSchema,
    members: z.array(
      z.strictObject({
        id: idSchema("usr"),
        name: z.string(),
        email: z.string(),
        /** Made by hand, or of the sign-in provider's, which takes it away again too. */
        source: z.enum(["hand", "provider"]),
        /** Active, and of a role that decides. */
        decides: z.boolean(),
      }),
    ),
    environments: z.array(SlugSchema),
  })
  .openapi("Group");
export type GroupView = z.infer<typeof GroupSchema>;
