/** The same of what the policy did by itself. */
export const POLICY_WORDS: Readonly<Record<string, string>> = {
  "operation.approved": "allowed it, and asked nobody",
  "operation.denied": "denied it",
};

/** What happened to an operation, after the name of who did it; by the log's action. */
export const EVENT_WORDS: Readonly<Record<string, string>> = {
  "operation.submitted": "asked for it",
  "mail.sent": "told a reviewer by mail",
  "mail.dead": "could not deliver a mail to a reviewer",
  "operation.seen": "opened it",
  "operation.escalated": "escalated it, since nobody had decided, to",
  "operation.approval_given": "approved",
  "operation.approved": "completed the approvals",
  "operation.recomputed": "worked out the blast radius again",
  "operation.approval_voided": "made an approval void: its reviewer may no longer decide",
  "operation.denied": "denied",
  "operation.expired": "let it expire",
  "operation.cancelled": "cancelled it",
  "grant.issued": "gave a one-time permission",
  "grant.withheld": "gave no permission, since it was a canary",
  "grant.claimed": "used it and began",
  "grant.succeeded": "reported success",
  "grant.failed": "reported a failure",
  "grant.unknown": "has no result: the outcome is unknown",
  "grant.lapsed": "reported that nothing was started",
  "grant.expired": "let the permission expire, unused",
  "grant.revoked": "revoked the permission",
  "security.grant_reuse": "tried to use the permission again, and was refused",
  "security.wrong_audience": "tried to use another's permission, and was refused",
  "security.digest_mismatch": "tried to execute something else, and was refused",
  "security.proof_refused": "gave no valid proof of possession, and was refused",
};

/** The log names whose approval completed it; a permission is given by Countersign all the same. */
const BY_ITSELF: ReadonlySet<string> = new Set(["grant.issued", "grant.withheld"]);

/** Who did it, for people. */
export const whoOf = ({ action, who }: { action: string; who: string }): string =>
  BY_ITSELF.has(action) ? "Countersign" : who;
