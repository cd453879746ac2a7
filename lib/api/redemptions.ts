import { z } from "@hono/zod-openapi";
import { ReportResultSchema, ResultSchema } from "@/lib/contract/grant";
import { reportResult } from "@/lib/services/grant/report";
import { BODY_BYTES_MAX } from "./body";
import { endpoint } from "./endpoint";
import type { Mount } from "./mount";

const report = endpoint({
  method: "post",
  operationId: "reportResult",
  summary: "Report what came of it",
  description:
    "By `report_by`, else the outcome is recorded as unknown. The same report may be sent again. `not_started` gives the claim back: a new approval is needed then.",
  tag: "Redemptions",
  key: "enforce",
  params: z.object({ redemption_id: z.uuid() }),
  body: { schema: ReportResultSchema, bytesMax: BODY_BYTES_MAX },
  answers: { 200: { description: "Recorded.", schema: ResultSchema } },
  refusals: ["result_conflict"],
  handle: async ({ c, ctx, params, body }) =>
    c.json(await reportResult(ctx, { redemptionId: params.redemption_id, ...body })),
});

export function mountRedemptions({ resource }: Mount): void {
  resource("/api/v1/redemptions/{redemption_id}/result", report);
}
