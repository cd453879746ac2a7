import type { GrantStatus, OperationStatus, Verdict } from "@/lib/core/operation";
import { findApprovalRequest, type ApprovalRequest } from "./approval-request";
import { isToldCanary } from "./canary";
import type { Executor } from "./database";
import { mayApprove } from "./eligibility";

/** An operation as a mail tells of it: what was asked, and what has become of it by now. */
export interface OperationNews extends ApprovalRequest {
  /** It was planted; told only once it is decided. */
  readonly canary: boolean;
  /** `expired` as soon as time says so. */
  readonly status: OperationStatus;
  readonly decidedAt: Date | null;
  readonly reason: string | null;
  readonly verdicts: readonly {
    readonly name: string;
    readonly verdict: Verdict;
    readonly comment: string;
  }[];
  readonly grant: {
    readonly status: GrantStatus;
    readonly notBefore: Date;
    readonly expiresAt: Date;
    readonly detail: string | null;
    readonly actual: Readonly<Record<string, unknown>> | null;
  } | null;
  /** The recipient could approve it, or could have. */
  readonly eligible: boolean;
  /** Somebody has given a verdict. */
  readonly touched: boolean;
  readonly now: Date;
}

const FIND = {
  name: "operation_news",
  text: `SELECT CASE WHEN o.status = 'pending' AND o.expires_at <= clock_timestamp() THEN 'expired' ELSE o.status END AS status,
      ${isToldCanary("o", "a")} AS canary, o.decided_at, o.decision_reason, clock_timestamp() AS now,
      (SELECT coalesce(json_agg(json_build_object('name', u.name, 'verdict', d.verdict, 'comment', d.comment)
          ORDER BY d.decided_at, d.id), '[]')
        FROM decisions d JOIN users u ON u.id = d.user_id WHERE d.operation_id = o.id) AS verdicts,
      g.status AS grant_status, g.not_before, g.expires_at AS grant_expires_at, g.detail, g.actual,
      coalesce((SELECT ${mayApprove("o", "r.id")} FROM users r WHERE r.email = $2), false) AS eligible
    FROM operations o JOIN agents a ON a.id = o.agent_id LEFT JOIN grants g ON g.operation_id = o.id
    WHERE o.id = $1`,
};

interface Row {
  canary: boolean;
  status: OperationStatus;
  decided_at: Date | null;
  decision_reason: string | null;
  now: Date;
  verdicts: OperationNews["verdicts"];
  grant_status: GrantStatus | null;
  not_before: Date;
  grant_expires_at: Date;
  detail: string | null;
  actual: Record<string, unknown> | null;
  eligible: boolean;
}

export async function findOperationNews(
  db: Executor,
  operationId: string,
  recipient: string,
): Promise<OperationNews | null> {
  const [request, [row]] = await Promise.all([
    findApprovalRequest(db, operationId, recipient),
    db.query<Row>(FIND, [operationId, recipient]),
  ]);
  if (!request || !row) return null;
  return {
    ...request,
    canary: row.canary,
    status: row.status,
    decidedAt: row.decided_at,
    reason: row.decision_reason,
    verdicts: row.verdicts,
    grant: row.grant_status && {
      status: row.grant_status,
      notBefore: row.not_before,
      expiresAt: row.grant_expires_at,
      detail: row.detail,
      actual: row.actual,
    },
    eligible: row.eligible,
    touched: row.verdicts.length > 0,
    now: row.now,
  };
}
