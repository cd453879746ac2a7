import type { Digest } from "./protocol/digest";
import { CountersignError } from "./protocol/problem";
import type { ProofKey } from "./protocol/proof";

/** The body of a submission; the API's reference says what each member means. */
export interface OperationSubmission {
  environment: string;
  audience: string;
  action: string;
  resource: { type: string; id: string; name?: string };
  params: Record<string, unknown>;
  artifact:
    | { kind: "sql"; dialect: "postgresql" | "mysql"; content: string }
    | { kind: "terraform_plan" | "kubernetes" | "shell" | "graphql" | "http"; content: string }
    | { kind: "none" };
  reason: string;
  claims?: { environment?: string; records?: number; resources?: number; reversible?: boolean };
  /** Seconds, 60 to 604800. */
  expires_in?: number;
  proof_key?: ProofKey;
  source?: { session?: string; url?: string };
}

/** An operation as the API returns it. Members may be added, and so may statuses. */
export interface Operation {
  id: string;
  /** Any status but `approved` is no approval, a new one included. */
  status: "pending" | "approved" | "denied" | "expired" | "cancelled" | (string & {});
  operation_digest: Digest;
  risk: string;
  blast_radius: { headline: string; [member: string]: unknown };
  approvals: { required: number; received: number; groups: string[]; eligible_reviewers: number };
  /** Seconds that people took to decide such operations; null where too few were decided. */
  eta?: { p50: number; p90: number; sample: number } | null;
  created_at: string;
  expires_at: string;
  next: { action: string; retry_after?: number };
  /** Present while nothing is redeemed there; the grant waits, and may expire meanwhile. */
  frozen?: { scope: string; reason: string; until: string | null };
  links: { self: string; review: string; cancel: string };
  decision?: {
    outcome: string;
    decided_at: string;
    reason?: string;
    approvals: { reviewer: string; at: string; method: string; comment: string }[];
  };
  grant?: {
    id: string;
    status: string;
    token?: string;
    not_before: string;
    expires_at: string;
    audience: string;
  };
  [member: string]: unknown;
}

/** One page of the agent's own operations, newest first. */
export interface OperationPage {
  items: Operation[];
  next_cursor: string | null;
}

/** The grant's token when, and only when, the operation is approved and may still be redeemed. */
export function grantToken(operation: Operation): string | null {
  const { status, grant } = operation;
  return status === "approved" && grant?.status === "issued" && typeof grant.token === "string"
    ? grant.token
    : null;
}

/** Throws `invalid_response` unless the body is an operation. */
export function assertOperation(body: unknown): asserts body is Operation {
  const operation = (typeof body === "object" && body !== null ? body : {}) as Partial<Operation>;
  if (typeof operation.id !== "string" || typeof operation.status !== "string")
    throw new CountersignError("invalid_response", "The answer is not an operation.");
}
