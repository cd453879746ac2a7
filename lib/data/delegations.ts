import type { Executor } from "./database";

interface Person {
  readonly id: string;
  readonly name: string;
}

export interface StoredDelegation {
  readonly id: string;
  readonly delegator: Person;
  readonly delegate: Person;
  readonly startsAt: Date;
  readonly endsAt: Date;
  readonly reason: string;
  readonly createdAt: Date;
  /** Gives seats at this instant: it has begun, and both are who may decide. */
  readonly holds: boolean;
  /** Revoked, or past its end. */
  readonly over: boolean;
}

const DECIDES = (u: string) => `${u}.status = 'active' AND ${u}.role IN ('admin', 'reviewer')`;

const SELECT = `SELECT d.id, f.id AS delegator_id, f.name AS delegator, t.id AS delegate_id, t.name AS delegate,
    d.starts_at, d.ends_at, d.reason, d.created_at,
    d.revoked_at IS NOT NULL OR d.ends_at <= clock_timestamp() AS over,
    d.revoked_at IS NULL AND d.starts_at <= clock_timestamp() AND d.ends_at > clock_timestamp()
      AND ${DECIDES("f")} AND ${DECIDES("t")} AS holds
  FROM delegations d JOIN users f ON f.id = d.delegator_id JOIN users t ON t.id = d.delegate_id`;

interface Row {
  id: string;
  delegator_id: string;
  delegator: string;
  delegate_id: string;
  delegate: string;
  starts_at: Date;
  ends_at: Date;
  reason: string;
  created_at: Date;
  over: boolean;
  holds: boolean;
}

const toStored = (row: Row): StoredDelegation => ({
  id: row.id,
  delegator: { id: row.delegator_id, name: row.delegator },
  delegate: { id: row.delegate_id, name: row.delegate },
  startsAt: row.starts_at,
  endsAt: row.ends_at,
  reason: row.reason,
  createdAt: row.created_at,
  holds: row.holds,
  over: row.over,
});

const FIND = { name: "delegation_find", text: `${SELECT} WHERE d.id = $1` };

export async function findDelegation(db: Executor, id: string): Promise<StoredDelegation | null> {
  const [row] = await db.query<Row>(FIND, [id]);
  return row ? toStored(row) : null;
}

const LIST = {
  name: "delegation_list",
  text: `${SELECT} WHERE d.revoked_at IS NULL AND d.ends_at > clock_timestamp()
    AND ($1::text IS NULL OR $1 IN (d.delegator_id, d.delegate_id)) ORDER BY d.starts_at, d.id`,
};

/** Those that hold or are to come; of one person: what they gave and what they were given. */
export async function listDelegations(
  db: Executor,
  userId: string | null,
): Promise<StoredDelegation[]> {
  return (await db.query<Row>(LIST, [userId])).map(toStored);
}

const HOLD = { text: `SELECT id FROM users WHERE id = $1 FOR NO KEY UPDATE` };

/** Those who delegate come one after the other, each for themselves, until the transaction ends. */
export async function holdDelegator(tx: Executor, userId: string): Promise<void> {
  await tx.query(HOLD, [userId]);
}

/**
 * Both decide at this instant, and no other delegation of the same person overlaps: a seat that were
 * handed to many would count for many. The beginning is never in the past.
 */
const INSERT = {
  name: "delegation_insert",
  text: `INSERT INTO delegations (id, delegator_id, delegate_id, starts_at, ends_at, reason)
    SELECT $1, f.id, t.id, p.starts, p.ends, $6
    FROM users f, users t, (SELECT greatest(coalesce($4::timestamptz, clock_timestamp()), clock_timestamp()) AS starts,
      $5::timestamptz AS ends) p
    WHERE f.id = $2 AND t.id = $3 AND ${DECIDES("f")} AND ${DECIDES("t")} AND p.ends > p.starts
      AND NOT EXISTS (SELECT 1 FROM delegations d WHERE d.delegator_id = f.id AND d.revoked_at IS NULL
        AND d.starts_at < p.ends AND d.ends_at > p.starts)
    RETURNING id`,
};

/** False where one of the rules doesn't hold. */
export async function insertDelegation(
  tx: Executor,
  d: {
    id: string;
    delegatorId: string;
    delegateId: string;
    startsAt: string | null;
    endsAt: string;
    reason: string;
  },
): Promise<boolean> {
  const values = [d.id, d.delegatorId, d.delegateId, d.startsAt, d.endsAt, d.reason];
  return (await tx.query(INSERT, values)).length === 1;
}

const REVOKE = {
  name: "delegation_revoke",
  text: `UPDATE delegations SET revoked_at = clock_timestamp()
    WHERE id = $1 AND revoked_at IS NULL AND ends_at > clock_timestamp() RETURNING id`,
};

/** False where it is over already. */
export async function revokeDelegation(tx: Executor, id: string): Promise<boolean> {
  return (await tx.query(REVOKE, [id])).length === 1;
}
