import type { GrantEvent, OperationEvent } from "./transition";

/** What the audit log can say: a closed vocabulary, so that a reader can rely on it. */
export type AuditAction =
  | OperationEvent
  | GrantEvent
  | "operation.submitted"
  | "manifest.submitted"
  | "operation.seen"
  | "operation.recomputed"
  | "operation.approval_voided"
  | "grant.issued"
  | "security.environment_mismatch"
  | "security.scope_denied"
  | "security.grant_reuse"
  | "security.wrong_audience"
  | "security.digest_mismatch"
  | "security.proof_refused"
  | "session.started"
  | "session.ended"
  | "sign_in.link_sent"
  | "sign_in.refused"
  | "passkey.added"
  | "passkey.renamed"
  | "passkey.removed"
  | "account.bound"
  | "recovery_codes.made"
  | "recovery_code.used"
  | "user.created"
  | "user.changed"
  | "user.suspended"
  | "link.created"
  | "link.used"
  | "group.created"
  | "group.changed"
  | "environment.created"
  | "environment.changed"
  | "environment.frozen"
  | "environment.unfrozen"
  | "installation.frozen"
  | "installation.unfrozen"
  | "delegation.created"
  | "delegation.revoked"
  | "inventory.registered"
  | "inventory.changed"
  | "inventory.removed"
  | "inventory.imported"
  | "recovery_point.added"
  | "recovery_point.changed"
  | "recovery_point.removed"
  | "agent.created"
  | "agent.changed"
  | "enforcement_point.created"
  | "enforcement_point.changed"
  | "graphql_schema.registered"
  | "graphql_schema.removed"
  | "connection.registered"
  | "connection.removed"
  | "key.issued"
  | "key.rotated"
  | "key.revoked"
  | "policy.saved"
  | "policy.activated"
  | "signing_key.created"
  | "signing_key.activated"
  | "signing_key.retired"
  | "operator.command"
  | "mail.sent"
  | "mail.dead";

export interface AuditEventInput {
  readonly action: AuditAction;
  /** Id of what was changed, where it isn't the operation itself. */
  readonly subject?: string;
  readonly operationId?: string;
  /** Facts, small and free of secrets. */
  readonly data?: Readonly<Record<string, unknown>>;
}
