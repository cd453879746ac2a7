import { z } from "@hono/zod-openapi";
import { GRANT_STATUSES, OUTCOMES } from "@/lib/core/operation";
import {
  ActionSchema,
  AudienceSchema,
  DigestSchema,
  idSchema,
  SlugSchema,
  TimeSchema,
} from "./scalar";

const GRANT_CHARS_MAX = 8192;

/** What the enforcement point is about to execute: exactly the members that the digest covers. */
export const OperationToExecuteSchema = z.strictObject({
  environment: SlugSchema,
  audience: AudienceSchema,
  action: ActionSchema,
  resource: z.looseObject({ type: z.string(), id: z.string() }),
  params: z.record(z.string(), z.unknown()),
  artifact: z.union([
    z.strictObject({ kind: z.literal("none") }),
    z.looseObject({ kind: z.string(), content: z.string() }),
    z.strictObject({ kind: z.string(), sha256: z.string().regex(/^[0-9a-f]{64}$/) }),
  ]),
});

export const RedeemGrantSchema = z
  .strictObject({
    grant: z.string().min(1).max(GRANT_CHARS_MAX),
    redemption_id: z.uuid(),
    operation: OperationToExecuteSchema.optional(),
    operation_digest: DigestSchema.optional(),
    proof: z.string().max(GRANT_CHARS_MAX).optional(),
  })
  .refine((body) => (body.operation === undefined) !== (body.operation_digest === undefined), {
    message: "give either operation or operation_digest",
    path: ["operation"],
  })
  .openapi("RedeemGrant");
export type RedeemGrant = z.infer<typeof RedeemGrantSchema>;

export const RedemptionSchema = z
  .strictObject({
    execute: z.literal(true),
    redemption_id: z.uuid(),
    grant_id: idSchema("grt"),
    operation_id: idSchema("op"),
    /** Do not begin after this time. */
    start_before: TimeSchema,
    /** Report the result by then, or the outcome is recorded as unknown. */
    report_by: TimeSchema,
    replayed: z.boolean(),
  })
  .openapi("Redemption");
export type Redemption = z.infer<typeof RedemptionSchema>;

export const ReportResultSchema = z
  .strictObject({
    outcome: z.enum(OUTCOMES),
    detail: z.string().max(4000).optional(),
    actual: z.record(z.string().max(100), z.unknown()).optional(),
  })
  .openapi("ReportResult");
export type ReportResult = z.infer<typeof ReportResultSchema>;

export const ResultSchema = z
  .strictObject({
    redemption_id: z.uuid(),
    grant_id: idSchema("grt"),
    operation_id: idSchema("op"),
    status: z.enum(GRANT_STATUSES),
    outcome: z.enum(OUTCOMES),
    reported_at: TimeSchema,
  })
  .openapi("Result");
export type ResultView = z.infer<typeof ResultSchema>;

export const IntrospectSchema = z
  .strictObject({ token: z.string().min(1).max(GRANT_CHARS_MAX) })
  .openapi("Introspect");

/** RFC 7662 §2.2; `active` alone when it isn't. Times are NumericDate seconds there. */
export const IntrospectionSchema = z
  .strictObject({
    active: z.boolean(),
    jti: idSchema("grt").optional(),
    iss: z.string().optional(),
    aud: AudienceSchema.optional(),
    sub: idSchema("agt").optional(),
    iat: z.int().optional(),
    nbf: z.int().optional(),
    exp: z.int().optional(),
    operation: idSchema("op").optional(),
    operation_digest: DigestSchema.optional(),
  })
  .openapi("Introspection");
export type Introspection = z.infer<typeof IntrospectionSchema>;
