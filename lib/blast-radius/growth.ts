import type { BlastRadius, CountFact } from "@/lib/contract/blast-radius";
import { REVERSIBILITIES } from "@/lib/core/impact";

type Resource = BlastRadius["resources"][number];

/** Whether anything in the report can differ when it is worked out again: the artifact's own bytes can't. */
export const canBeRemeasured = (report: BlastRadius): boolean =>
  report.evidence.some(({ source }) => source === "observed" || source === "inventory");

/**
 * What is worse now than what was approved, in words; empty where nothing is. `percent` is how much a
 * figure may grow. What was approved as unknown can't grow; what was counted and can't be any more has.
 */
export function growthOf(
  approved: BlastRadius,
  now: BlastRadius,
  percent: number,
): readonly string[] {
  return [
    ...newResources(approved, now),
    ...grownCount(
      "records deleted",
      approved.totals.records_deleted,
      now.totals.records_deleted,
      percent,
    ),
    ...grownCount(
      "records changed",
      approved.totals.records_modified,
      now.totals.records_modified,
      percent,
    ),
    ...grownCount("bytes", approved.totals.bytes, now.totals.bytes, percent),
    ...newEnvironments(approved, now),
    ...harderToUndo(approved, now),
    ...lostRecoveryPoints(approved, now),
  ];
}

const isHit = ({ role }: Resource) => role === "target" || role === "cascade";
const keyOf = ({ type, id }: Resource) => `${type} ${id}`;
const NAMED_MAX = 5;

function newResources(approved: BlastRadius, now: BlastRadius): string[] {
  // A list that was cut can't say what wasn't in it; its totals still can.
  if (approved.totals.truncated) return [];
  const known = new Set(approved.resources.map(keyOf));
  const added = now.resources.filter((resource) => isHit(resource) && !known.has(keyOf(resource)));
  const named = added.slice(0, NAMED_MAX).map(({ id }) => `${id} is now hit too`);
  return added.length > NAMED_MAX
    ? [...named, `and ${added.length - NAMED_MAX} more resources`]
    : named;
}

function grownCount(what: string, approved: CountFact, now: CountFact, percent: number): string[] {
  if (approved.value === null) return [];
  const said = approved.value.toLocaleString("en-US");
  if (now.value === null) return [`${what}: ${said} were approved, and they can't be counted now`];
  if (now.value <= approved.value * (1 + percent / 100)) return [];
  return [`${what}: ${said} were approved, ${now.value.toLocaleString("en-US")} it would be now`];
}

function newEnvironments(approved: BlastRadius, now: BlastRadius): string[] {
  const known = approved.environments.value ?? [];
  return (now.environments.value ?? [])
    .filter((slug) => !known.includes(slug))
    .map((slug) => `${slug} is now hit too`);
}

function harderToUndo(approved: BlastRadius, now: BlastRadius): string[] {
  const rank = ({ reversibility }: BlastRadius) => REVERSIBILITIES.indexOf(reversibility.value);
  return rank(now) > rank(approved)
    ? [
        `it could be undone as ${approved.reversibility.value}, and is ${now.reversibility.value} now`,
      ]
    : [];
}

function lostRecoveryPoints(approved: BlastRadius, now: BlastRadius): string[] {
  const survives = (report: BlastRadius) =>
    new Set(report.recovery_points.filter((p) => p.survives === "yes").map(({ name }) => name));
  const left = survives(now);
  return [...survives(approved)]
    .filter((name) => !left.has(name))
    .map((name) => `${name} is no longer known to survive`);
}
