import { ProtocolError } from "./error";

/** RFC 9457 problem details as Countersign sends them. */
export interface Problem {
  type: string;
  title: string;
  status: number;
  code: string;
  detail: string;
  instance?: string;
  errors?: { pointer: string; detail: string }[];
}

/** Codes that arise at the client, beside those of the API. */
type LocalCode =
  /** No usable answer: refused to connect, timed out, cut off. Whether it was received isn't known. */
  | "unavailable"
  /** An answer that the contract doesn't allow. Never taken for a yes. */
  | "invalid_response"
  /** This redemption began to execute before; it is not begun again. */
  | "already_started"
  /** The window to start closed before execution began; nothing was executed. */
  | "start_window_closed";

/** The one error of the client. `code` is the API's or a local one; codes may be added. */
export class CountersignError extends Error {
  override readonly name = "CountersignError";
  readonly code: LocalCode | (string & {});
  /** Null when there was no answer. */
  readonly status: number | null;
  readonly detail: string;
  readonly errors: readonly { pointer: string; detail: string }[];
  readonly retryAfter_s: number | null;
  readonly requestId: string | null;

  constructor(
    code: LocalCode | (string & {}),
    detail: string,
    more: {
      status?: number;
      errors?: readonly { pointer: string; detail: string }[];
      retryAfter_s?: number | null;
      requestId?: string | null;
      cause?: unknown;
    } = {},
  ) {
    super(`${code}: ${detail}`, more.cause === undefined ? undefined : { cause: more.cause });
    this.code = code;
    this.detail = detail;
    this.status = more.status ?? null;
    this.errors = more.errors ?? [];
    this.retryAfter_s = more.retryAfter_s ?? null;
    this.requestId = more.requestId ?? null;
  }

  /** Whether the same request may be sent again: no answer, overload, or a fault of the server. */
  get isTransient(): boolean {
    if (this.status === null) return this.code === "unavailable";
    return this.status === 429 || this.status >= 500;
  }
}

/** The refusal in a response that isn't 2xx; a body of another form (a proxy's page) is not quoted. */
export function problemError(response: Response, body: unknown): CountersignError {
  const problem = (typeof body === "object" && body !== null ? body : {}) as Partial<Problem>;
  const isProblem = typeof problem.code === "string" && typeof problem.detail === "string";
  return new CountersignError(
    isProblem
      ? (problem.code as string)
      : response.status >= 500
        ? "unavailable"
        : "invalid_response",
    isProblem
      ? (problem.detail as string)
      : `The answer was HTTP ${response.status}, not from Countersign.`,
    {
      status: response.status,
      retryAfter_s: retryAfter(response.headers),
      requestId: response.headers.get("x-request-id"),
      ...(isProblem && Array.isArray(problem.errors) ? { errors: problem.errors } : {}),
    },
  );
}

/** Seconds, from either form of Retry-After (RFC 9110 §10.2.3); null when it says nothing. */
export function retryAfter(headers: Headers): number | null {
  const value = headers.get("retry-after");
  if (value === null) return null;
  if (/^[0-9]{1,9}$/.test(value)) return Number(value);
  const at_ms = Date.parse(value);
  return Number.isNaN(at_ms) ? null : Math.max(0, Math.ceil((at_ms - Date.now()) / 1000));
}

/** A refusal that was found locally, in the client's own error. */
export function fromProtocolError(error: unknown): unknown {
  return error instanceof ProtocolError
    ? new CountersignError(error.code, error.detail, { cause: error })
    : error;
}
