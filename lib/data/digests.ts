import type { GrantStatus, OperationStatus, Risk } from "@/lib/core/operation";
import type { Executor } from "./database";
import { mayApprove } from "./eligibility";

/** A digest names so many, the most dangerous first, and counts the rest. */
const NAMED_MAX = 10;

export interface DigestLine {
  readonly action: string;
  readonly resource: { readonly id: string; readonly name: string | null };
  readonly environment: string;
  readonly risk: Risk;
  readonly status: OperationStatus;
  readonly grantStatus: GrantStatus | null;
  readonly expiresAt: Date;
}

export interface Digest {
  readonly lines: readonly DigestLine[];
  /** How many there are, named or not. */
  readonly count: number;
}

interface Row {
  action: string;
  resource_id: string;
  resource_name: string | null;
  environment: string;
  risk: Risk;
  status: OperationStatus;
  grant_status: GrantStatus | null;
  expires_at: Date;
  count: number;
}

const COLUMNS = `o.action, o.resource_id, o.resource_name, o.environment, o.risk, o.expires_at,
  CASE WHEN o.status = 'pending' AND o.expires_at <= clock_timestamp() THEN 'expired' ELSE o.status END AS status,
  g.status AS grant_status, count(*) OVER ()::int AS count`;
const BY_RISK = `CASE o.risk WHEN 'critical' THEN 0 WHEN 'high' THEN 1 WHEN 'medium' THEN 2 ELSE 3 END`;

const WAITING = {
  name: "digest_waiting",
  text: `SELECT ${COLUMNS} FROM users r JOIN operations o ON o.status = 'pending' AND o.expires_at > clock_timestamp()
    LEFT JOIN grants g ON g.operation_id = o.id
    WHERE r.email = $1 AND ${mayApprove("o", "r.id")}
      AND NOT EXISTS (SELECT 1 FROM decisions d WHERE d.operation_id = o.id AND d.user_id = r.id)
    ORDER BY ${BY_RISK}, o.expires_at, o.id LIMIT ${NAMED_MAX}`,
};
const BUNDLED = {
  name: "digest_bundled",
  text: `SELECT ${COLUMNS} FROM operations o LEFT JOIN grants g ON g.operation_id = o.id
    WHERE o.id IN (SELECT b.operation_id FROM outbox b WHERE b.bundled_into = $1)
    ORDER BY g.status IN ('failed', 'unknown') DESC NULLS LAST, ${BY_RISK}, o.expires_at, o.id LIMIT ${NAMED_MAX}`,
};

const toDigest = (rows: readonly Row[]): Digest => ({
  count: rows[0]?.count ?? 0,
  lines: rows.map((row) => ({
    action: row.action,
    resource: { id: row.resource_id, name: row.resource_name },
    environment: row.environment,
    risk: row.risk,
    status: row.status,
    grantStatus: row.grant_status,
    expiresAt: row.expires_at,
  })),
});

/** All that waits for this person now, whichever mail it came by. */
export async function readWaiting(db: Executor, recipient: string): Promise<Digest> {
  return toDigest(await db.query<Row>(WAITING, [recipient]));
}

/** What went into this digest, as it is now. */
export async function readBundled(db: Executor, digestId: string): Promise<Digest> {
  return toDigest(await db.query<Row>(BUNDLED, [digestId]));
}
