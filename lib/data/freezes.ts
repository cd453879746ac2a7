import { CLAIM_TURN } from "./claim-turn";
import type { Executor } from "./database";

/** Whether row `f`, of an environment or of the installation, is frozen at this instant; its end is a fact of time. */
export const isFrozen = (f: string) =>
  `(${f}.frozen_at IS NOT NULL AND (${f}.frozen_until IS NULL OR ${f}.frozen_until > clock_timestamp()))`;

/** Of the freezes that hold for the environments row `e`, the one that ends last, as JSON; null: none holds. */
export const freezeOver = (e: string) => `(
  SELECT json_build_object('scope', f.scope, 'reason', f.frozen_reason, 'until', f.frozen_until)
  FROM (SELECT 'environment' AS scope, ${e}.frozen_at, ${e}.frozen_until, ${e}.frozen_reason
    UNION ALL SELECT 'everything', fi.frozen_at, fi.frozen_until, fi.frozen_reason FROM installation fi) f
  WHERE ${isFrozen("f")} ORDER BY f.frozen_until DESC NULLS FIRST, f.scope DESC LIMIT 1)`;

/**
 * Holds back a freeze that commits meanwhile, or waits for it and then reads what it wrote: PostgreSQL
 * re-evaluates the WHERE on a locked row's newest version (EvalPlanQual), so a FROM item without a row
 * means: frozen, another policy, or somebody's standing has changed since the statement began, whose other
 * rows it still sees as they were then. So no claim comes after any of these in the log.
 */
export const heldAsSeen = (environmentId: string, policyVersion: string) => `(
  SELECT fe.id FROM ${CLAIM_TURN} AS turn, environments fe, installation fi
  WHERE fe.id = ${environmentId} AND NOT ${isFrozen("fe")} AND NOT ${isFrozen("fi")}
    AND coalesce(fi.policy_version, 0) = ${policyVersion}
    AND fi.standing_version = (SELECT seen.standing_version FROM installation seen)
  FOR SHARE OF fe, fi)`;

/** As JSON writes it, when it came through a subquery. */
export interface HoldingFreeze {
  scope: "environment" | "everything";
  reason: string;
  until: string | null;
}

/** What is frozen: one environment by its id, or everything. */
export type FreezeTarget = { readonly environmentId: string } | "everything";

const rowOf = (target: FreezeTarget) =>
  target === "everything"
    ? { table: "installation", key: "$1::int", id: 1 }
    : { table: "environments", key: "$1::text", id: target.environmentId };

/** As exact as it is after JSON. */
const MS = (time: string) => `date_trunc('milliseconds', ${time})`;
const NOW = MS("clock_timestamp()");

export interface FreezeTimes {
  frozenAt: Date;
  frozenUntil: Date | null;
}

/** Freezes, or lets a freeze last longer; null where it lasts as long already: nobody shortens one so. */
export async function writeFreeze(
  tx: Executor,
  target: FreezeTarget,
  freeze: { ends_in: number | null; reason: string; by: Readonly<Record<string, string>> },
): Promise<FreezeTimes | null> {
  const { table, key, id } = rowOf(target);
  const [row] = await tx.query<{ frozen_at: Date; frozen_until: Date | null }>(
    {
      text: `UPDATE ${table} f SET
          frozen_at = CASE WHEN ${isFrozen("f")} THEN f.frozen_at ELSE t.at END,
          frozen_until = t.ends, frozen_reason = $3, frozen_by = $4::jsonb
        FROM (SELECT ${NOW} AS at, ${NOW} + make_interval(secs => $2::int) AS ends) t
        WHERE f.id = ${key} AND (NOT ${isFrozen("f")} OR t.ends > f.frozen_until
          OR (t.ends IS NULL AND f.frozen_until IS NOT NULL))
        RETURNING f.frozen_at, f.frozen_until`,
    },
    [id, freeze.ends_in, freeze.reason, JSON.stringify(freeze.by)],
  );
  return row ? { frozenAt: row.frozen_at, frozenUntil: row.frozen_until } : null;
}

/**
 * Lifts exactly the freeze that was looked at, or makes it end in so many seconds. Null where it has
 * changed or ended meanwhile, or would end sooner by itself.
 */
export async function endFreeze(
  tx: Executor,
  target: FreezeTarget,
  freeze: { frozen_at: string; frozen_until: string | null; ends_in: number | null },
): Promise<{ until: Date | null } | null> {
  const { table, key, id } = rowOf(target);
  const [row] = await tx.query<{ until: Date | null }>(
    {
      text: `UPDATE ${table} f SET
          frozen_at = CASE WHEN $4::int IS NOT NULL THEN f.frozen_at END,
          frozen_reason = CASE WHEN $4::int IS NOT NULL THEN f.frozen_reason END,
          frozen_by = CASE WHEN $4::int IS NOT NULL THEN f.frozen_by END,
          frozen_until = t.ends
        FROM (SELECT ${NOW} + make_interval(secs => $4::int) AS ends) t
        WHERE f.id = ${key} AND ${isFrozen("f")} AND ${MS("f.frozen_at")} = $2::timestamptz
          AND ${MS("f.frozen_until")} IS NOT DISTINCT FROM $3::timestamptz
          AND (t.ends IS NULL OR f.frozen_until IS NULL OR t.ends < f.frozen_until)
        RETURNING f.frozen_until AS until`,
    },
    [id, freeze.frozen_at, freeze.frozen_until, freeze.ends_in],
  );
  return row ?? null;
}

export interface StoredFreeze extends FreezeTimes {
  /** Null: everything. */
  environment: { id: string; slug: string; name: string } | null;
  reason: string;
  by: Readonly<Record<string, string>>;
  /** Of the person or the key. */
  byName: string | null;
}

const COLUMNS = `f.frozen_at, f.frozen_until, f.frozen_reason, f.frozen_by,
  (SELECT u.name FROM users u WHERE u.id = f.frozen_by ->> 'id') AS by_name`;

const LIST = {
  name: "freeze_list",
  text: `SELECT NULL AS id, NULL AS slug, NULL AS name, ${COLUMNS} FROM installation f WHERE ${isFrozen("f")}
    UNION ALL
    (SELECT f.id, f.slug, f.name, ${COLUMNS} FROM environments f WHERE ${isFrozen("f")} ORDER BY f.slug)`,
};

/** Those that hold now: of everything first, then by the environment's slug. */
export async function listFreezes(db: Executor): Promise<StoredFreeze[]> {
  const rows = await db.query<{
    id: string | null;
    slug: string;
    name: string;
    frozen_at: Date;
    frozen_until: Date | null;
    frozen_reason: string;
    frozen_by: Record<string, string>;
    by_name: string | null;
  }>(LIST, []);
  return rows.map((row) => ({
    environment: row.id === null ? null : { id: row.id, slug: row.slug, name: row.name },
    frozenAt: row.frozen_at,
    frozenUntil: row.frozen_until,
    reason: row.frozen_reason,
    by: row.frozen_by,
    byName: row.by_name,
  }));
}

const CLEARED = `frozen_at = NULL, frozen_until = NULL, frozen_reason = NULL, frozen_by = NULL`;

/** Rows that somebody else holds are left to them, or to the next round. */
const END_DUE = {
  name: "sweep_freezes",
  text: `WITH ended AS (
      SELECT id, frozen_until FROM environments WHERE frozen_until <= clock_timestamp() FOR UPDATE SKIP LOCKED
    ), everything AS (
      SELECT id, frozen_until FROM installation WHERE frozen_until <= clock_timestamp() FOR UPDATE SKIP LOCKED
    ), environment AS (
      UPDATE environments f SET ${CLEARED} FROM ended d WHERE f.id = d.id RETURNING f.id, f.slug, d.frozen_until
    ), installed AS (
      UPDATE installation f SET ${CLEARED} FROM everything d WHERE f.id = d.id RETURNING d.frozen_until
    )
    SELECT NULL AS id, NULL AS slug, frozen_until FROM installed
    UNION ALL SELECT id, slug, frozen_until FROM environment`,
};

export interface EndedFreeze {
  environment: { id: string; slug: string } | null;
  until: Date;
}

/** Clears the freezes whose time is over, and says which. */
export async function endDueFreezes(tx: Executor): Promise<EndedFreeze[]> {
  const rows = await tx.query<{ id: string | null; slug: string; frozen_until: Date }>(END_DUE, []);
  return rows.map(({ id, slug, frozen_until }) => ({
    environment: id === null ? null : { id, slug },
    until: frozen_until,
  }));
}
