import type { PolicyDocument } from "@/lib/contract/policy";
import type { EnvironmentKind } from "@/lib/core/operation";
import type { Executor } from "./database";

/** The active version, and what its rules name. */
export interface PolicyStanding {
  /** Null: only the rule that is built in. */
  active: { version: number; digest: string } | null;
  groups: { id: string; slug: string }[];
  /** By slug. */
  environmentKinds: Record<string, EnvironmentKind>;
}

/** Columns of a query that has `installation i` joined. */
export const POLICY_STANDING = `i.id IS NOT NULL AS has_installation, i.policy_version,
      (SELECT pv.digest FROM policy_versions pv WHERE pv.version = i.policy_version) AS policy_digest,
      (SELECT coalesce(json_agg(json_build_object('id', pg.id, 'slug', pg.slug)), '[]') FROM groups pg) AS policy_groups,
      (SELECT coalesce(json_object_agg(pe.slug, pe.kind), '{}') FROM environments pe) AS environment_kinds`;

export interface PolicyStandingRow {
  has_installation: boolean;
  policy_version: number | null;
  policy_digest: string | null;
  policy_groups: { id: string; slug: string }[];
  environment_kinds: Record<string, EnvironmentKind>;
}

export const toStanding = (row: PolicyStandingRow | undefined): PolicyStanding | null =>
  row?.has_installation
    ? {
        active:
          row.policy_version === null
            ? null
            : { version: row.policy_version, digest: row.policy_digest ?? "" },
        groups: row.policy_groups,
        environmentKinds: row.environment_kinds,
      }
    : null;

const STANDING = {
  name: "policy_standing",
  text: `SELECT ${POLICY_STANDING} FROM (SELECT 1) one LEFT JOIN installation i ON true`,
};

/** Null where the installation's row is missing, so that nothing can be judged. */
export async function findPolicyStanding(db: Executor): Promise<PolicyStanding | null> {
  const [row] = await db.query<PolicyStandingRow>(STANDING, []);
  return toStanding(row);
}

const DOCUMENT = {
  name: "policy_document",
  text: `SELECT document FROM policy_versions WHERE version = $1`,
};

/** Null where there is no such version. */
export async function findPolicyDocument(
  db: Executor,
  version: number,
): Promise<PolicyDocument | null> {
  const [row] = await db.query<{ document: PolicyDocument }>(DOCUMENT, [version]);
  return row?.document ?? null;
}
