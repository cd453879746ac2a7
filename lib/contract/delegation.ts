import { z } from "zod";
import { ReferenceSchema } from "./reference";
import { DisplayNameSchema, idSchema, TimeSchema } from "./scalar";

/** Longer is no absence but a change of who decides: that is what groups are for. */
export const DELEGATION_DAYS_MAX = 90;

const PersonSchema = z.strictObject({ id: idSchema("usr"), name: z.string() });

export const DelegateSchema = z.strictObject({
  /** Whose seats; one's own where it isn't given. E-mail address or id. */
  from: ReferenceSchema.optional(),
  to: ReferenceSchema,
  /** At once where it isn't given. */
  starts_at: TimeSchema.optional(),
  ends_at: TimeSchema,
  reason: DisplayNameSchema,
});
export type Delegate = z.input<typeof DelegateSchema>;

export const DelegationReferenceSchema = z.strictObject({ id: idSchema("dlg") });

export const DelegationSchema = z.strictObject({
  id: idSchema("dlg"),
  from: PersonSchema,
  to: PersonSchema,
  starts_at: TimeSchema,
  ends_at: TimeSchema,
  reason: z.string(),
  /** Whether it gives seats at this instant. */
  holds: z.boolean(),
});
export type DelegationView = z.infer<typeof DelegationSchema>;

/** Null: back. `user` is for admins; one's own where it isn't given. */
export const SetAwaySchema = z.strictObject({
  user: ReferenceSchema.optional(),
  until: TimeSchema.nullable(),
});
export type SetAway = z.input<typeof SetAwaySchema>;
