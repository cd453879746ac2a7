import { z } from "@hono/zod-openapi";
import { MAIL_SWITCHES } from "@/lib/core/mail-choice";

export const SwitchMailSchema = z.strictObject({ name: z.enum(MAIL_SWITCHES), on: z.boolean() });
export type SwitchMail = z.input<typeof SwitchMailSchema>;

export const UnsubscribeSchema = z.strictObject({ token: z.string().max(300) });
export type Unsubscribe = z.input<typeof UnsubscribeSchema>;

const common = { to: z.array(z.string().max(320)).max(50) };

/** What Resend tells of a mail, as far as it matters here; every other event is only acknowledged. */
export const ResendEventSchema = z.discriminatedUnion("type", [
  z.object({
    type: z.literal("email.bounced"),
    data: z.object({
      ...common,
      bounce: z.object({
        /** `Permanent`, `Transient` or `Undetermined`. */
        type: z.string().max(100).optional(),
        subType: z.string().max(100).optional(),
        message: z.string().max(10_000).optional(),
      }),
    }),
  }),
  z.object({ type: z.literal("email.complained"), data: z.object(common) }),
]);
export type ResendEvent = z.infer<typeof ResendEventSchema>;
