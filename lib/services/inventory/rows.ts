import type { GivenResource } from "@/lib/contract/inventory";
import { newId } from "@/lib/core/id";
import type { ResourceFacts } from "@/lib/data/inventory";
import type { RecoveryPointRow } from "@/lib/data/recovery-points";

export const factsOf = (given: GivenResource, environmentId: string): ResourceFacts => ({
  type: given.type,
  pattern: given.pattern,
  name: given.name,
  environmentId,
  criticality: given.criticality,
  stateful: given.stateful,
  owner: given.owner,
  dependents: [...new Set(given.dependents)],
});

type GivenPoint = NonNullable<GivenResource["recovery_points"]>[number];

export const pointRow = (resourceId: string, given: GivenPoint): RecoveryPointRow => ({
  id: newId("rcp"),
  resourceId,
  name: given.name,
  takenAt: given.taken_at,
  failureDomain: given.failure_domain,
  deletableBy: given.deletable_by,
  lastTestedRestore: given.last_tested_restore,
});

/** The first name that two points of one resource share, which would make one of them vanish. */
export function repeatedName(points: readonly { name: string }[]): number | null {
  const seen = new Set<string>();
  for (const [i, { name }] of points.entries()) {
    if (seen.has(name)) return i;
    seen.add(name);
  }
  return null;
}
