/**
 * Every error that leaves Countersign: one table from code to HTTP status and title.
 * A code without a row here doesn't compile. `detail` is written where the error is raised.
 */
export const ERROR_TABLE = {
  idempotency_key_required: [400, "An idempotency key is required"],
  invalid_json: [400, "The body is not valid JSON"],
  duplicate_member: [400, "The body repeats a member"],
  unsafe_number: [400, "The body holds a number that can't be kept exactly"],
  invalid_utf8: [400, "The body is not valid UTF-8"],
  malformed_grant: [400, "The grant is malformed"],
  unauthenticated: [401, "Authentication is required"],
  key_expired: [401, "The key has expired"],
  key_revoked: [401, "The key was revoked"],
  invalid_signature: [401, "The grant's signature doesn't verify"],
  invalid_proof: [401, "The proof of possession doesn't verify"],
  scope_denied: [403, "Outside of the key's scope"],
  environment_mismatch: [403, "The key is for another environment"],
  wrong_audience: [403, "The grant is for another enforcement point"],
  not_eligible: [403, "Not eligible to decide"],
  self_approval: [403, "Nobody approves their own request"],
  forbidden: [403, "Not allowed"],
  bad_origin: [403, "The request came from another site"],
  wrong_key_kind: [403, "This kind of key can't do that"],
  not_found: [404, "Not found"],
  method_not_allowed: [405, "Method not allowed"],
  already_terminal: [409, "Already decided"],
  already_decided: [409, "You have decided already"],
  already_redeemed: [409, "The grant was redeemed already"],
  digest_mismatch: [409, "Not the operation that was approved"],
  claim_lapsed: [409, "The claim has lapsed"],
  approval_void: [409, "The approval no longer stands"],
  blast_radius_grew: [409, "The blast radius has grown since the approval"],
  recovery_required: [409, "No recovery point is known to be recent enough"],
  outside_window: [409, "The policy leaves no hours open for this"],
  result_conflict: [409, "A different result was reported already"],
  redemption_conflict: [409, "The redemption id belongs to another grant"],
  stale_view: [409, "It changed since it was shown"],
  already_exists: [409, "Already exists"],
  link_spent: [410, "The link was used or has expired"],
  grant_expired: [410, "The grant has expired"],
  grant_revoked: [410, "The grant was revoked"],
  payload_too_large: [413, "The body is too large"],
  unsupported_media_type: [415, "The body must be application/json"],
  validation_failed: [422, "The body doesn't match its schema"],
  idempotency_mismatch: [422, "The idempotency key was used for another body"],
  no_eligible_reviewer: [422, "Nobody is eligible to approve this"],
  unknown_environment: [422, "No such environment"],
  unknown_audience: [422, "No such enforcement point"],
  environment_frozen: [423, "The environment is frozen"],
  grant_not_yet_valid: [425, "The grant is not valid yet"],
  step_up_required: [428, "A passkey is required for this"],
  budget_exceeded: [429, "The agent's budget is used up"],
  slow_down: [429, "Polling too fast"],
  rate_limited: [429, "Too many requests"],
  internal: [500, "Something went wrong on our side"],
  unavailable: [503, "Countersign is unavailable"],
} as const satisfies Record<string, readonly [status: number, title: string]>;

export type ErrorCode = keyof typeof ERROR_TABLE;

/** One fault in a body; `pointer` is an RFC 6901 JSON Pointer into it. */
export interface FieldError {
  readonly pointer: string;
  readonly detail: string;
}

/**
 * Next loads this module once per bundle, and the runtime that all of them share comes from one: what
 * it throws must be known in the others. So the class goes by this mark.
 */
const MARK = Symbol.for("countersign.DomainError");

/**
 * The one error that services raise. `detail` is for people and may be sent to the caller:
 * it says what is wrong and what to do, and never holds a secret or a driver's message.
 */
export class DomainError extends Error {
  static override [Symbol.hasInstance](value: unknown): boolean {
    return typeof value === "object" && value !== null && MARK in value;
  }
  readonly [MARK] = true;
  override readonly name = "DomainError";
  readonly status: number;
  readonly title: string;
  constructor(
    readonly code: ErrorCode,
    readonly detail: string,
    readonly extra: {
      readonly errors?: readonly FieldError[];
      readonly retryAfter_s?: number;
      readonly allow?: string;
    } = {},
  ) {
    super(`${code}: ${detail}`);
    [this.status, this.title] = ERROR_TABLE[code];
  }
}
