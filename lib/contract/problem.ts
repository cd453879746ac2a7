import { z } from "@hono/zod-openapi";
import { ERROR_TABLE, type ErrorCode } from "@/lib/core/error";

const codes = Object.keys(ERROR_TABLE) as [ErrorCode, ...ErrorCode[]];

/** RFC 9457 problem details, with `code` for machines and `errors` for a body's faults. */
export const ProblemSchema = z
  .strictObject({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    code: z.enum(codes),
    detail: z.string(),
    instance: z.string(),
    errors: z.array(z.strictObject({ pointer: z.string(), detail: z.string() })).optional(),
  })
  .openapi("Problem");
export type Problem = z.infer<typeof ProblemSchema>;
