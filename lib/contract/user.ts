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
    /** Keys that they made and that are neither revoked nor too old, also where they were suspended since. */
    live_keys: z.int(),
    /** Out of office until then; null: not away. */
    away_until: TimeSchema.nullable(),
    /** Why mail to them comes back; null where it arrives. */
    mail_bounce: z.strictObject({ at: TimeSchema, reason: z.string() }).nullable(),
    last_seen_at: TimeSchema.nullable(),
    created_at: TimeSchema,
  })
  .openapi("User");
export type UserView = z.infer<typeof UserSchema>;

/** How one person decides, over the last 30 days. */
export interface ReviewerHabitView {
  id: string;
  name: string;
  approved: number;
  denied: number;
  /** Seconds from opening the page to approving, of the middle one; null: not known. */
  median_dwell: number | null;
  /** Approved within ten seconds of opening the page. */
  hasty: number;
  /** Planted requests that they denied, and that they approved. */
  canaries_caught: number;
  canaries_missed: number;
  /** Hardly ever denies, and often approves what can hardly have been read. */
  rubber_stamp: boolean;
}
