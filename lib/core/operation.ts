/** States of an operation and of its grant; the table of moves is in transition.ts. */
export const OPERATION_STATUSES = [
  "pending",
  "approved",
  "denied",
  "expired",
  "cancelled",
] as const;
export type OperationStatus = (typeof OPERATION_STATUSES)[number];

export const GRANT_STATUSES = [
  "issued",
  "claimed",
  "succeeded",
  "failed",
  "unknown",
  "lapsed",
  "revoked",
  "expired",
] as const;
export type GrantStatus = (typeof GRANT_STATUSES)[number];

export const RISKS = ["low", "medium", "high", "critical"] as const;
export type Risk = (typeof RISKS)[number];

export const OUTCOMES = ["succeeded", "failed", "unknown", "not_started"] as const;
export type Outcome = (typeof OUTCOMES)[number];

export const ENVIRONMENT_KINDS = ["production", "staging", "development", "other"] as const;
export type EnvironmentKind = (typeof ENVIRONMENT_KINDS)[number];

export type Verdict = "approve" | "deny";

/** A WebAuthn assertion over one verdict, with all that is needed to verify it again. Bytes in base64url. */
export interface DecisionEvidence {
  readonly credential_id: string;
  readonly public_key: string;
  readonly authenticator_data: string;
  readonly client_data_json: string;
  readonly signature: string;
  readonly nonce: string;
  readonly rp_id: string;
  readonly origin: string;
}

/** Expiry is a fact of time: past its deadline a pending operation reads `expired` before anyone writes it down. */
export function operationStatusAt(
  stored: { status: OperationStatus; expiresAt: Date },
  now: Date,
): OperationStatus {
  return stored.status === "pending" && stored.expiresAt <= now ? "expired" : stored.status;
}

/** The same for a grant: an unclaimed one past `expiresAt` is expired, a claimed one past `reportBy` unknown. */
export function grantStatusAt(
  stored: { status: GrantStatus; expiresAt: Date; reportBy: Date | null },
  now: Date,
): GrantStatus {
  if (stored.status === "issued" && stored.expiresAt <= now) return "expired";
  if (stored.status === "claimed" && stored.reportBy !== null && stored.reportBy <= now)
    return "unknown";
  return stored.status;
}
