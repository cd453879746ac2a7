import type { ApiAnswer } from "./connection";
import { CountersignError } from "./protocol/problem";

/** The claim on a grant. Only this, and never anything else, permits to execute. */
export interface Redemption {
  redemption_id: string;
  grant_id: string;
  operation_id: string;
  /** RFC 3339, on the server's clock: see `mayStart`. */
  start_before: string;
  report_by: string;
  /** Claimed before, by this redemption id. It may have been executed then. */
  replayed: boolean;
  /** Whether execution may still begin, whatever this machine's clock says. */
  mayStart(): boolean;
}

/** Throws `invalid_response` unless the answer is a claim on exactly this grant. */
export function toRedemption(
  { body, headers, asked_ms }: ApiAnswer,
  expected: { redemptionId: string; grantId: string; operationId: string },
): Redemption {
  const answer = (typeof body === "object" && body !== null ? body : {}) as Record<string, unknown>;
  const { start_before, report_by, replayed } = answer;
  const startBefore_ms = typeof start_before === "string" ? Date.parse(start_before) : NaN;
  if (
    answer["execute"] !== true ||
    answer["redemption_id"] !== expected.redemptionId ||
    answer["grant_id"] !== expected.grantId ||
    answer["operation_id"] !== expected.operationId ||
    Number.isNaN(startBefore_ms) ||
    typeof report_by !== "string" ||
    Number.isNaN(Date.parse(report_by)) ||
    typeof replayed !== "boolean"
  )
    throw new CountersignError("invalid_response", "The answer is not a claim on this grant.");
  const answered_ms = serverTime(headers);
  return {
    redemption_id: expected.redemptionId,
    grant_id: expected.grantId,
    operation_id: expected.operationId,
    start_before: start_before as string,
    report_by,
    replayed,
    mayStart: () => answered_ms + (performance.now() - asked_ms) < startBefore_ms,
  };
}

/** The latest that the server's clock can have shown when it answered; Date cuts off up to a second. */
function serverTime(headers: Headers): number {
  const date_ms = Date.parse(headers.get("date") ?? "");
  return Number.isNaN(date_ms) ? Date.now() : date_ms + 999;
}
