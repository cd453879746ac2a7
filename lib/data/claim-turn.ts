import type { Executor } from "./database";

/** Any number that nothing else in this database locks. */
const CLAIM_LOCK = 72707372;

/**
 * A FROM item: claims take their turn together. For fairness: a row that many share one after the other
 * would never be free for who changes it.
 */
export const CLAIM_TURN = `(SELECT pg_advisory_xact_lock_shared(${CLAIM_LOCK}))`;

const GO_BEFORE = { text: `SELECT pg_advisory_xact_lock(${CLAIM_LOCK})::text AS locked` };

/** Waits for the claims that have begun and goes before those that haven't, until the transaction's end. */
export async function goBeforeClaims(tx: Executor): Promise<void> {
  await tx.query(GO_BEFORE, []);
}

const OUTDATE = { text: `UPDATE installation SET standing_version = standing_version + 1` };

/**
 * Before a change by which an approval, a key, an agent or an enforcement point ceases to count: a claim that began
 * earlier is written before it, in the log too, or finds that what it looked at is out of date.
 */
export async function outdateClaims(tx: Executor): Promise<void> {
  await goBeforeClaims(tx);
  await tx.query(OUTDATE, []);
}
