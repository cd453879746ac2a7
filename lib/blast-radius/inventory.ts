import { diesWith, type Criticality } from "@/lib/core/inventory";
import type { EnvironmentKind } from "@/lib/core/operation";
import { unknownCount } from "./facts";
import {
  EVIDENCE_SUBMISSION,
  quoted,
  type ClaimVerdict,
  type Declared,
  type Evidence,
  type Findings,
  type ImpactedResource,
  type RecoveryPoint,
  type Topic,
} from "./findings";
import { withoutAnswered } from "./measurement";

/** A copy from which a resource could be brought back, as an admin registered it. */
export interface RegisteredRecoveryPoint {
  readonly name: string;
  readonly takenAt: Date | null;
  /** What it lives in, as `type:id`: it dies with that. Null: nobody said. */
  readonly failureDomain: string | null;
  /** The credential that can delete it, by name. */
  readonly deletableBy: string | null;
  readonly lastTestedRestore: Date | null;
}

/** A resource as an admin registered it. */
export interface RegisteredResource {
  readonly id: string;
  readonly type: string;
  /** Of the ids that it stands for; `*` for any run of characters. */
  readonly pattern: string;
  readonly name: string | null;
  readonly environment: { readonly slug: string; readonly kind: EnvironmentKind };
  readonly criticality: Criticality;
  readonly stateful: boolean | null;
  readonly owner: string | null;
  /** What stops working without it, as `type:id`. */
  readonly dependents: readonly string[];
  readonly recoveryPoints: readonly RegisteredRecoveryPoint[];
  readonly updatedAt: Date;
}

/** For each resource that is hit, by `type id`, what is registered of it: the most exact pattern's. */
export type InventoryLookup = (
  declared: Declared,
  findings: Findings,
) => Promise<ReadonlyMap<string, RegisteredResource>>;

export const inventoryKey = (resource: { type: string; id: string }): string =>
  `${resource.type} ${resource.id}`;

const evidenceId = (entry: RegisteredResource) => `inventory-${entry.id}`;

/** The findings with what is registered: environments, names, dependents, and which copies would be left. */
export function withInventory(
  declared: Declared,
  findings: Findings,
  registered: ReadonlyMap<string, RegisteredResource>,
): Findings {
  const hit = findings.resources.flatMap((resource) => {
    const entry = registered.get(inventoryKey(resource));
    return entry ? [{ resource, entry }] : [];
  });
  if (hit.length === 0) return findings;
  const entries = [...new Map(hit.map(({ entry }) => [entry.id, entry])).values()];
  const allKnown = isAllRegistered(findings, registered);
  const survivors = recoveryPointsOf(findings, entries);
  const answered: Topic[] = [];
  if (allKnown) answered.push("environment");
  if (isNamed(findings, registered)) answered.push("name");
  if (allKnown && entries.every((entry) => entry.dependents.length > 0))
    answered.push("dependents");
  if (allKnown && entries.every((entry) => entry.recoveryPoints.length > 0))
    answered.push("recovery");
  return {
    ...findings,
    resources: [
      ...findings.resources.map((resource) => {
        const entry = registered.get(inventoryKey(resource));
        return entry ? asRegistered(resource, entry) : resource;
      }),
      ...hit.flatMap(({ resource, entry }) => dependentsOf(declared, resource, entry)),
    ],
    recoveryPoints: [...findings.recoveryPoints, ...survivors],
    environments: environmentsOf(declared, findings, entries, allKnown),
    environmentKinds: [
      ...findings.environmentKinds,
      ...entries.map((entry) => entry.environment.kind),
    ],
    criticalities: entries.map(({ criticality }) => criticality),
    verdicts: [...findings.verdicts, ...verdictsOn(declared, hit)],
    unknowns: withoutAnswered(findings.unknowns, answered),
    evidence: [...findings.evidence, ...entries.map((entry) => evidenceOf(entry))],
  };
}

const targetsOf = ({ resources }: Findings) => resources.filter(({ role }) => role === "target");
/** What is gone afterwards, whether it was named or goes along. */
const destroyedBy = ({ resources }: Findings) =>
  resources.filter(({ role }) => role === "target" || role === "cascade");

/** It does something that it doesn't name, or nobody could read what it does. */
const isOpen = ({ status, effects }: Findings) =>
  status === "failed" || effects.some(({ target }) => target === null);

/**
 * Nothing is destroyed that isn't registered; also nothing that was counted and not listed. What only the
 * agent names is no evidence, so that the inventory of it isn't either.
 */
function isAllRegistered(
  findings: Findings,
  registered: ReadonlyMap<string, RegisteredResource>,
): boolean {
  const targets = targetsOf(findings);
  const { count } = findings.targets;
  return (
    targets.length > 0 &&
    !isOpen(findings) &&
    targets.every(({ assurance }) => assurance !== "claimed") &&
    (count === null || count <= targets.length) &&
    destroyedBy(findings).every((resource) => registered.has(inventoryKey(resource)))
  );
}

/** A pattern for many stands for no one's name. */
const isNamed = (findings: Findings, registered: ReadonlyMap<string, RegisteredResource>) => {
  const entries = targetsOf(findings).map((target) => registered.get(inventoryKey(target)));
  return entries.length > 0 && entries.every((entry) => entry && nameOf(entry) !== null);
};

const nameOf = ({ name, pattern }: RegisteredResource) => (pattern.includes("*") ? null : name);

function registeredName(resource: ImpactedResource, entry: RegisteredResource) {
  const name = nameOf(entry);
  return name === null ? { name: resource.name } : { name: quoted(name), registered_name: name };
}

const asRegistered = (resource: ImpactedResource, entry: RegisteredResource): ImpactedResource => ({
  ...resource,
  ...registeredName(resource, entry),
  stateful: entry.stateful ?? resource.stateful,
  evidence: [...resource.evidence, evidenceId(entry)],
});

const dependentsOf = (
  declared: Declared,
  resource: ImpactedResource,
  entry: RegisteredResource,
): ImpactedResource[] =>
  entry.dependents.map((dependent) => {
    const [type = "", ...id] = dependent.split(":");
    return {
      id: quoted(id.join(":")),
      type: quoted(type),
      name: null,
      provider: null,
      role: "dependent",
      stateful: null,
      action: "stop",
      records: unknownCount(declared.now),
      bytes: unknownCount(declared.now),
      depth: 1,
      via: `needs ${entry.name === null ? resource.id : quoted(entry.name)}`,
      protections: [],
      assurance: "inventory",
      evidence: [evidenceId(entry)],
    };
  });

function recoveryPointsOf(
  findings: Findings,
  entries: readonly RegisteredResource[],
): RecoveryPoint[] {
  const gone = findings.resources.filter(({ role }) => role !== "dependent");
  const isUnclear = isOpen(findings) || gone.some(isVague);
  return entries.flatMap((entry) =>
    entry.recoveryPoints.map((point) => ({
      name: quoted(point.name),
      taken_at: point.takenAt?.toISOString() ?? null,
      ...survivalOf(point, gone, isUnclear),
      last_tested_restore: point.lastTestedRestore?.toISOString() ?? null,
      failure_domain: point.failureDomain === null ? null : quoted(point.failureDomain),
      deletable_by: point.deletableBy === null ? null : quoted(point.deletableBy),
      assurance: "inventory" as const,
      evidence: [evidenceId(entry)],
    })),
  );
}

/** Dies with what it lives in. Where nobody said what that is, or what all is hit, nobody knows. */
function survivalOf(
  { failureDomain }: RegisteredRecoveryPoint,
  gone: readonly ImpactedResource[],
  isUnclear: boolean,
): Pick<RecoveryPoint, "survives" | "why"> {
  if (failureDomain === null)
    return { survives: "unknown", why: "What it lives in isn't registered." };
  const domain = quoted(failureDomain);
  const type = failureDomain.split(":")[0] ?? "";
  const noun = type.split(".").at(-1) ?? type;
  if (gone.some((resource) => diesWith(failureDomain, `${resource.type}:${resource.id}`)))
    return { survives: "no", why: `It lies inside the same ${quoted(noun)}.` };
  if (isUnclear)
    return { survives: "unknown", why: `It lies in ${domain}, and what is hit isn't clear.` };
  return { survives: "yes", why: `It lies in ${domain}, which isn't hit.` };
}

/** A target that the request doesn't name, or that is of a kind that nobody knows, could be anything. */
const isVague = ({ type, id }: ImpactedResource) => type === "unknown" || id.startsWith("(");

function environmentsOf(
  declared: Declared,
  findings: Findings,
  entries: readonly RegisteredResource[],
  allKnown: boolean,
): Findings["environments"] {
  const found = new Set([
    ...(findings.environments?.value ?? []),
    ...entries.map((entry) => entry.environment.slug),
  ]);
  return {
    value: [...found],
    bound: allKnown ? "exact" : "at_least",
    assurance: "inventory",
    evidence: [EVIDENCE_SUBMISSION, ...entries.map(evidenceId)],
    as_of: declared.now.toISOString(),
  };
}

/** What is registered goes before what is said, of the submission as of the agent's claims. */
function verdictsOn(
  declared: Declared,
  hit: readonly { resource: ImpactedResource; entry: RegisteredResource }[],
): ClaimVerdict[] {
  const elsewhere = hit.find(({ entry }) => entry.environment.slug !== declared.environment.slug);
  if (!elsewhere) return [];
  const { resource, entry } = elsewhere;
  return [
    {
      claim: "submitted for",
      said: quoted(declared.environment.slug),
      verdict: "contradicted",
      because: `The inventory has ${resource.id} in ${entry.environment.slug}.`,
      assurance: "inventory",
      evidence: [evidenceId(entry)],
    },
  ];
}

const evidenceOf = (entry: RegisteredResource): Evidence => ({
  id: evidenceId(entry),
  source: "inventory",
  tool: `Inventory: ${quoted(entry.name ?? entry.pattern)} (${quoted(entry.type)}), ${entry.criticality} criticality${entry.owner === null ? "" : `, owned by ${quoted(entry.owner)}`}`,
  query: quoted(entry.pattern),
  at: entry.updatedAt.toISOString(),
  digest: null,
});
