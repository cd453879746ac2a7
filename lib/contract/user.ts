import { z } from "@hono/zod-openapi";
import { ROLES } from "@/lib/core/actor";
import { ReferenceSchema } from "./reference";
import { idSchema, SlugSchema, TimeSchema } from "./scalar";

/** E-mail address or id. */
export const UserReferenceSchema = z.strictObject({ user: ReferenceSchema });
export type UserReference = z.input<typeof UserReferenceSchema>;

export const ChangeRoleSchema = z.strictObject({ user: ReferenceSchema, role: z.enum(ROLES) });
export type ChangeRole = z.input<typeof ChangeRoleSchema>;

export const UserSchema = z
  .strictObject({
    id: idSchema("usr"),
    email: z.string(),
    name: z.string(),
    role: z.enum(ROLES),
    status: z.enum(["active", "suspended"]),
    groups: z.array(SlugSchema),
    passkeys: z.int(),
    last_seen_at: TimeSchema.nullable(),
    created_at: TimeSchema,
  })
  .openapi("User");
export type UserView = z.infer<typeof UserSchema>;
