import type { BlastRadius } from "@/lib/contract/blast-radius";
import type {
  ClaimVerdict,
  Declared,
  Evidence,
  Figures,
  Findings,
  ImpactedResource,
  Topic,
  Unknown,
} from "./findings";

/** What a collector saw in the live system, read-only. Every fact in it is `observed`. */
export interface Measurement {
  /** These take the place of the resources of the same type and id. */
  readonly resources: readonly ImpactedResource[];
  /** Null: the artifact's own count of targets stands. */
  readonly targets: Findings["targets"] | null;
  readonly figures: Partial<Figures>;
  readonly outcome: Findings["outcome"] | null;
  readonly environments: BlastRadius["environments"] | null;
  readonly reversibility: Findings["reversibility"];
  /** A sentence that says more than the artifact's own; null: that one stands. */
  readonly headline: string | null;
  readonly verdicts: readonly ClaimVerdict[];
  readonly answered: readonly Topic[];
  readonly unknowns: readonly Unknown[];
  readonly evidence: readonly Evidence[];
}

/** Reads the live system; null where it has nothing to say. Bounded in time, and never throws. */
export type Collector = (declared: Declared, findings: Findings) => Promise<Measurement | null>;

/** The findings, with what was seen in place of what was read. Nothing found before is lost but by its answer. */
export function withMeasurement(findings: Findings, measured: Measurement | null): Findings {
  if (!measured) return findings;
  const key = (resource: ImpactedResource) => `${resource.type} ${resource.id}`;
  const resources = new Map(findings.resources.map((resource) => [key(resource), resource]));
  for (const resource of measured.resources) {
    const before = resources.get(key(resource))?.evidence ?? [];
    const evidence = [...new Set([...before, ...resource.evidence])];
    resources.set(key(resource), { ...resource, evidence });
  }
  return {
    ...findings,
    headline: measured.headline ?? findings.headline,
    resources: [...resources.values()],
    targets: measured.targets ?? findings.targets,
    figures: { ...findings.figures, ...measured.figures },
    outcome: measured.outcome ?? findings.outcome,
    environments: bothEnvironments(findings.environments, measured.environments),
    reversibility: measured.reversibility ?? findings.reversibility,
    verdicts: [...findings.verdicts, ...measured.verdicts],
    unknowns: [...withoutAnswered(findings.unknowns, measured.answered), ...measured.unknowns],
    evidence: [...findings.evidence, ...measured.evidence],
  };
}

/** What was measured was chosen by the declared environment: what is registered elsewhere stays there. */
function bothEnvironments(
  known: Findings["environments"],
  measured: Findings["environments"],
): Findings["environments"] {
  if (!known?.value || !measured?.value) return measured ?? known;
  return {
    ...measured,
    value: [...new Set([...measured.value, ...known.value])],
    evidence: [...new Set([...measured.evidence, ...known.evidence])],
  };
}

export const withoutAnswered = (
  unknowns: readonly Unknown[],
  answered: readonly Topic[],
): Unknown[] => unknowns.filter(({ topic }) => topic === undefined || !answered.includes(topic));
