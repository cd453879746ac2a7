import type { BlastRadius } from "@/lib/contract/blast-radius";
import { CRITICALITIES } from "@/lib/core/inventory";
import type { EnvironmentKind } from "@/lib/core/operation";
import { assessRisk } from "@/lib/core/risk";
import { judgeClaims } from "./claims";
import { countFact, unknownCount } from "./facts";
import {
  EVIDENCE_ARTIFACT,
  EVIDENCE_SUBMISSION,
  LISTED_MAX,
  type ClaimVerdict,
  type Declared,
  type Findings,
  type ImpactedResource,
} from "./findings";

/** What is read from bytes that can't change stays true as long as an operation can live (7 days). */
const VALID_MS = 7 * 24 * 60 * 60 * 1000;
/** What was seen in a live system is of that moment. */
const OBSERVED_VALID_MS = 10 * 60 * 1000;

const VERDICT_ORDER = ["contradicted", "unverifiable", "supported"];

/** The report on an operation, from what was found out about it. Pure. */
export function composeReport(input: Declared, findings: Findings): BlastRadius {
  const { now } = input;
  const totals = totalsOf(findings, now);
  const claims = [
    ...findings.verdicts,
    ...judgeClaims(input, findings, {
      resources: totals.resources,
      records: totals.records_deleted,
    }),
  ].sort((a, b) => VERDICT_ORDER.indexOf(a.verdict) - VERDICT_ORDER.indexOf(b.verdict));
  const unknowns = findings.unknowns
    .slice(0, LISTED_MAX)
    .map(({ what, why, resolve }) => ({ what, why, resolve }));
  const reversibility = findings.reversibility ?? {
    value: "unknown" as const,
    until: null,
    because: "Nothing shows whether it can be undone.",
  };
  const risk = assessRisk({
    environment: worstKind([input.environment.kind, ...findings.environmentKinds]),
    effects: findings.effects.map((effect) => effect.kind),
    stateful: statefulOf(findings.resources),
    reversibility: reversibility.value,
    recoverySurvives: survivalOf(findings),
    criticality: CRITICALITIES.findLast((one) => findings.criticalities?.includes(one)) ?? null,
    contradictions: claims.filter((claim) => claim.verdict === "contradicted").length,
    unknowns: unknowns.length,
  });
  return {
    version: "blast_radius/1",
    operation_digest: input.operationDigest,
    computed_at: now.toISOString(),
    valid_until: new Date(now.getTime() + validFor_ms(findings)).toISOString(),
    analyzer: { ...findings.analyzer },
    status: statusOf(findings, claims, unknowns.length),
    headline: findings.headline,
    effects: findings.effects.slice(0, LISTED_MAX),
    environments: findings.environments ?? {
      // The key's scope allowed this one; whether the request reaches others, it doesn't say.
      value: [input.environment.slug],
      bound: "at_least",
      assurance: "claimed",
      evidence: [EVIDENCE_SUBMISSION],
      as_of: now.toISOString(),
    },
    scope_params: [...findings.scopeParams],
    resources: findings.resources.slice(0, LISTED_MAX),
    totals,
    outcome: findings.outcome.value,
    outcome_because: findings.outcome.because,
    reversibility: {
      value: reversibility.value,
      until: reversibility.until,
      because: reversibility.because,
    },
    recovery_points: [...findings.recoveryPoints],
    claims,
    unknowns,
    evidence: [
      {
        id: EVIDENCE_SUBMISSION,
        source: "claimed",
        tool: "What the agent submitted",
        query: null,
        at: now.toISOString(),
        digest: input.operationDigest,
      },
      ...findings.evidence,
    ],
    risk: { level: risk.level, because: [...risk.because] },
  };
}

const validFor_ms = ({ evidence }: Findings): number =>
  evidence.some(({ source }) => source === "observed") ? OBSERVED_VALID_MS : VALID_MS;

function totalsOf(findings: Findings, now: Date): BlastRadius["totals"] {
  const { count, bound, observedBy } = findings.targets;
  const targets = findings.resources.filter((resource) => resource.role === "target");
  const byType = new Map<string, number>();
  for (const { type } of targets) byType.set(type, (byType.get(type) ?? 0) + 1);
  return {
    resources:
      count === null
        ? unknownCount(now)
        : countFact(count, bound, {
            assurance: observedBy ? "observed" : (findings.basis ?? "parsed"),
            evidence: [observedBy ?? EVIDENCE_ARTIFACT],
            at: now,
          }),
    ...findings.figures,
    by_type: [...byType].map(([type, n]) => ({ type, count: n })).slice(0, LISTED_MAX),
    truncated: findings.resources.length > LISTED_MAX || findings.effects.length > LISTED_MAX,
  };
}

/** From the gravest to the mildest: a resource that is shared counts as where it hurts most. */
const KINDS: readonly EnvironmentKind[] = ["production", "other", "staging", "development"];
const worstKind = (kinds: readonly EnvironmentKind[]): EnvironmentKind =>
  KINDS.find((kind) => kinds.includes(kind)) ?? "production";

function statefulOf(resources: readonly ImpactedResource[]): boolean | null {
  if (resources.some((resource) => resource.stateful === true)) return true;
  return resources.length > 0 && resources.every((resource) => resource.stateful === false)
    ? false
    : null;
}

function survivalOf(findings: Findings): "yes" | "no" | "unknown" {
  const { recoveryPoints, recovery, resources, effects } = findings;
  const alone =
    resources.filter(({ role }) => role === "target").length === 1 &&
    effects.every(({ target }) => target !== null);
  // A copy of one of several doesn't bring back the others.
  if (recovery !== undefined && !alone) return recovery;
  if (recoveryPoints.some((point) => point.survives === "yes")) return "yes";
  const none = recoveryPoints.length > 0 && recoveryPoints.every((p) => p.survives === "no");
  return none ? "no" : "unknown";
}

/** `conflicting`: the artifact isn't what was declared; that the agent's claims fail doesn't blur the evidence. */
function statusOf(
  findings: Findings,
  claims: readonly ClaimVerdict[],
  unknowns: number,
): BlastRadius["status"] {
  if (findings.status === "unread") return "claimed_only";
  if (findings.status === "failed") return "failed";
  const isDeclaration = ({ claim }: ClaimVerdict) =>
    claim === "resource" || claim === "action" || claim === "params";
  if (claims.some((c) => c.verdict === "contradicted" && isDeclaration(c))) return "conflicting";
  return unknowns > 0 ? "partial" : "computed";
}
