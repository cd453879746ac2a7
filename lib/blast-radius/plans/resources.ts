import { unknownCount } from "../facts";
import { EVIDENCE_ARTIFACT, LISTED_MAX, quoted, type ImpactedResource } from "../findings";
import type { Impact, PlannedChange, ReadPlan } from "./plan";
import { recoveryType } from "./recovery-types";
import { isHidden, protectionsOf } from "./settings";
import { statefulType } from "./stateful-types";

/** Each thing that is hit, by the id that its provider knows it by where the plan shows one of its own. */
export function resourcesOf(
  impacts: readonly Impact[],
  { runs }: ReadPlan,
  at: Date,
): ImpactedResource[] {
  const records = unknownCount(at);
  const evidence = [EVIDENCE_ARTIFACT];
  const taken = new Map<string, Set<string>>();
  const hit = impacts.map(({ change, effects }): ImpactedResource => {
    const own = providerId(change);
    const ofType = taken.get(change.type) ?? new Set();
    const id = own !== null && !ofType.has(own) ? own : change.address;
    taken.set(change.type, ofType.add(id));
    return {
      id: quoted(id),
      type: quoted(change.ownType),
      name: quoted(change.address),
      provider: change.provider === null ? null : quoted(change.provider),
      role: "target",
      stateful: recoveryType(change.type) ? true : statefulType(change.type),
      action: effects[0]?.kind ?? "unknown",
      records,
      bytes: records,
      depth: 0,
      via: viaOf(change),
      protections: locksOn(change),
      assurance: "artifact",
      evidence,
    };
  });
  // What is run may reach anything: whether that holds data isn't known.
  const reached = runs.slice(0, LISTED_MAX).map((name): ImpactedResource => ({
    id: `(whatever ${quoted(name)} reaches)`,
    type: "unknown",
    name: null,
    provider: null,
    role: "cascade",
    stateful: null,
    action: "unknown",
    records,
    bytes: records,
    depth: 1,
    via: "run by the plan",
    protections: [],
    assurance: "artifact",
    evidence,
  }));
  return [...hit, ...reached];
}

function locksOn({ kind, type, locked, before }: PlannedChange): string[] {
  const provider = kind === "delete" || kind === "replace" ? protectionsOf(type, before) : [];
  return locked ? ["protect is on", ...provider] : provider;
}

const ID_MEMBER: Readonly<Record<string, string>> = {
  aws_db_instance: "identifier",
  aws_rds_cluster: "cluster_identifier",
};

export function providerId({ type, before }: PlannedChange): string | null {
  const id = before?.[ID_MEMBER[type] ?? "id"] ?? before?.["id"];
  return typeof id === "string" && id !== "" && !isHidden(id) ? id : null;
}

function viaOf({ kind, replacePaths, movedFrom, imported, deposed }: PlannedChange): string | null {
  const words: string[] = [];
  if (kind === "replace" && replacePaths.length > 0)
    words.push(`replaced for ${quoted(replacePaths.slice(0, 3).join(", "))}`);
  if (movedFrom !== null) words.push(`moved from ${quoted(movedFrom)}`);
  if (imported) words.push("imported by this plan");
  if (deposed !== null) words.push("left over from an earlier replacement");
  return words.length > 0 ? words.join("; ") : null;
}
