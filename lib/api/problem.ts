import type { Logger } from "pino";
import { ProtocolError } from "@/client/protocol/error";
import type { Problem } from "@/lib/contract/problem";
import { DomainError, ERROR_TABLE, type ErrorCode } from "@/lib/core/error";
import { isDatabaseOutage } from "@/lib/services/health";

/** RFC 9110 §11.6.1 wants a challenge on every 401; RFC 6750 §3.1 names what was wrong with a token. */
const CHALLENGE = 'Bearer realm="countersign"';
const OUTAGE_RETRY_S = 5;

export interface ProblemContext {
  readonly publicUrl: string;
  readonly requestId: string;
}

/** RFC 9457 problem details of a refusal. */
export function toProblem(error: DomainError, { publicUrl, requestId }: ProblemContext): Problem {
  return {
    type: problemType(publicUrl, error.code),
    title: error.title,
    status: error.status,
    code: error.code,
    detail: error.detail,
    instance: `urn:countersign:request:${requestId}`,
    ...(error.extra.errors ? { errors: [...error.extra.errors] } : {}),
  };
}

export const problemType = (publicUrl: string, code: ErrorCode) =>
  `${publicUrl}/docs/errors#${code}`;

/** Headers that a refusal brings along. */
export function problemHeaders(error: DomainError): Record<string, string> {
  const { retryAfter_s, allow } = error.extra;
  return {
    "Content-Type": "application/problem+json",
    ...(error.status === 401
      ? {
          "WWW-Authenticate": `${CHALLENGE}${error.code === "unauthenticated" ? "" : ', error="invalid_token"'}`,
        }
      : {}),
    ...(retryAfter_s === undefined ? {} : { "Retry-After": String(Math.max(0, retryAfter_s)) }),
    ...(allow === undefined ? {} : { Allow: allow }),
  };
}

/** Makes one of our refusals of whatever was thrown; what nobody foresaw is logged, not told. */
export function toDomainError(error: unknown, log: Logger, requestId: string): DomainError {
  if (error instanceof DomainError) {
    if (error.status >= 500) log.error({ requestId, ...loggable(error) }, "request failed");
    return error;
  }
  // A fault in what the caller sent that a service passed on as the protocol names it.
  if (error instanceof ProtocolError && error.code in ERROR_TABLE)
    return new DomainError(error.code as ErrorCode, error.detail);
  if (isDatabaseOutage(error)) {
    log.warn({ requestId, ...loggable(error) }, "database unavailable");
    return new DomainError(
      "unavailable",
      "Countersign can't reach its database. Nothing was decided by this request: try again; an enforcement point must not execute.",
      { retryAfter_s: OUTAGE_RETRY_S },
    );
  }
  log.error({ requestId, ...loggable(error) }, "request failed");
  return new DomainError(
    "internal",
    `Something went wrong on our side. Give the operators this request id: ${requestId}`,
  );
}

const SECRET = /csk_[0-9A-Za-z_]+|eyJ[\w-]+\.[\w-]+\.[\w-]*/g;

/** What a log line may hold of an error: no keys, no tokens, none of a driver's row values. */
function loggable(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { error: typeof error };
  const code: unknown = "code" in error ? error.code : undefined;
  return {
    error: error.name,
    ...(typeof code === "string" ? { code } : {}),
    message: error.message.replace(SECRET, "[secret]"),
    stack: error.stack?.replace(SECRET, "[secret]"),
  };
}
