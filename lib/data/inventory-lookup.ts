import type { Criticality } from "@/lib/core/inventory";
import type { EnvironmentKind } from "@/lib/core/operation";
import type { Executor } from "./database";

/** What is registered of one thing that was asked for. */
export interface FoundResource {
  asked: { type: string; id: string };
  id: string;
  type: string;
  pattern: string;
  name: string | null;
  environment: { slug: string; kind: EnvironmentKind };
  criticality: Criticality;
  stateful: boolean | null;
  owner: string | null;
  dependents: string[];
  recoveryPoints: {
    name: string;
    takenAt: Date | null;
    failureDomain: string | null;
    deletableBy: string | null;
    lastTestedRestore: Date | null;
  }[];
  updatedAt: Date;
}

/** As LIKE reads it: `*` is its `%`, and what it would take for its own is literal. */
const AS_LIKE = `replace(replace(replace(replace(w.pattern, '\\', '\\\\'), '%', '\\%'), '_', '\\_'), '*', '%')`;

/**
 * The most exact pattern wins: the longest beginning before the first `*` (an id is all beginning), then
 * the most literal characters, then the fewest stars, then the order of the text, so that the answer
 * never hangs on chance. Both halves go by an index: an id by (type, pattern), and a pattern by its
 * beginning, which must be one of the beginnings of the id. As an array, because the planner would take a
 * join for a reason to read all patterns of the type.
 */
export const LOOKUP = {
  name: "inventory_lookup",
  text: `SELECT a.type AS asked_type, a.id AS asked_id, r.id, r.type, r.pattern, r.name, e.slug, e.kind,
      r.criticality, r.stateful, r.owner, r.dependents, r.updated_at,
      (SELECT coalesce(json_agg(json_build_object('name', p.name, 'taken_at', p.taken_at,
          'failure_domain', p.failure_domain, 'deletable_by', p.deletable_by,
          'last_tested_restore', p.last_tested_restore) ORDER BY p.name), '[]')
        FROM recovery_points p WHERE p.resource_id = r.id) AS recovery_points
    FROM unnest($1::text[], $2::text[]) AS a (type, id)
    CROSS JOIN LATERAL (
      SELECT c.id FROM (
        SELECT x.id, x.pattern FROM inventory_resources x
        WHERE x.type = a.type AND x.pattern = a.id AND strpos(x.pattern, '*') = 0
        UNION ALL
        SELECT w.id, w.pattern FROM inventory_resources w
        WHERE w.type = a.type AND strpos(w.pattern, '*') > 0
          AND split_part(w.pattern, '*', 1) = ANY (ARRAY(SELECT left(a.id, n) FROM generate_series(0, length(a.id)) n))
          AND a.id LIKE ${AS_LIKE}
      ) c
      ORDER BY length(split_part(c.pattern, '*', 1)) DESC,
        length(replace(c.pattern, '*', '')) DESC, length(c.pattern), c.pattern COLLATE "C"
      LIMIT 1
    ) best
    JOIN inventory_resources r ON r.id = best.id
    JOIN environments e ON e.id = r.environment_id`,
};

interface Row extends Omit<
  FoundResource,
  "asked" | "environment" | "recoveryPoints" | "updatedAt"
> {
  asked_type: string;
  asked_id: string;
  slug: string;
  kind: EnvironmentKind;
  updated_at: Date;
  recovery_points: {
    name: string;
    taken_at: string | null;
    failure_domain: string | null;
    deletable_by: string | null;
    last_tested_restore: string | null;
  }[];
}

const dateOf = (text: string | null) => (text === null ? null : new Date(text));

/** One statement, whatever is asked; what isn't registered is missing from the answer. */
export async function lookUpResources(
  db: Executor,
  asked: readonly { type: string; id: string }[],
): Promise<FoundResource[]> {
  const rows = await db.query<Row>(LOOKUP, [
    asked.map(({ type }) => type),
    asked.map(({ id }) => id),
  ]);
  return rows.map(
    ({ asked_type, asked_id, slug, kind, updated_at, recovery_points, ...resource }) => ({
      ...resource,
      asked: { type: asked_type, id: asked_id },
      environment: { slug, kind },
      updatedAt: updated_at,
      recoveryPoints: recovery_points.map((point) => ({
        name: point.name,
        takenAt: dateOf(point.taken_at),
        failureDomain: point.failure_domain,
        deletableBy: point.deletable_by,
        lastTestedRestore: dateOf(point.last_tested_restore),
      })),
    }),
  );
}
