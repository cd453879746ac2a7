import { z } from "@hono/zod-openapi";
import { ReferenceSchema } from "./reference";
import { CursorSchema, idSchema, TimeSchema } from "./scalar";

export const AUDIT_LIMIT_MAX = 200;

export const ListEventsSchema = z.strictObject({
  /** The beginning of an action: `key.` finds `key.issued` and `key.revoked`. */
  action: z
    .string()
    .max(100)
    .regex(/^[a-z_.]+$/, "the beginning of an action, such as key.")
    .optional(),
  operation: idSchema("op").optional(),
  /** Who did it: an id of a person, agent, enforcement point or key; an operator's login; or a kind of actor. */
  actor: ReferenceSchema.max(200).optional(),
  since: TimeSchema.optional(),
  until: TimeSchema.optional(),
  cursor: CursorSchema.optional(),
  limit: z.coerce.number().int().min(1).max(AUDIT_LIMIT_MAX).default(50),
});
export type ListEvents = z.input<typeof ListEventsSchema>;

export const AuditEventSchema = z
  .strictObject({
    seq: z.int(),
    id: idSchema("evt"),
    at: TimeSchema,
    action: z.string(),
    actor: z.record(z.string(), z.string()),
    /** Who, as a name for people. */
    who: z.string(),
    operation_id: idSchema("op").nullable(),
    subject: z.string().nullable(),
    /** The subject's name, where it has one. */
    subject_name: z.string().nullable(),
    data: z.record(z.string(), z.unknown()),
    request_id: z.string().nullable(),
    /** SHA-256(0x00 ‖ entry), hex: the Merkle leaf (RFC 9162 §2.1.1). */
    leaf_hash: z.string(),
  })
  .openapi("AuditEvent");
export type AuditEventView = z.infer<typeof AuditEventSchema>;

export const AuditPageSchema = z
  .strictObject({ items: z.array(AuditEventSchema), next_cursor: CursorSchema.nullable() })
  .openapi("AuditPage");
export type AuditPage = z.infer<typeof AuditPageSchema>;
