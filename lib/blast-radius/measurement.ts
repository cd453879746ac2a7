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
  for (const resource of measured.resources) resources.set(key(resource), resource);
  return {
    ...findings,
    headline: measured.headline ?? findings.headline,
    resources: [...resources.values()],
    targets: measured.targets ?? findings.targets,
    figures: { ...findings.figures, ...measured.figures },
    outcome: measured.outcome ?? findings.outcome,
    environments: measured.environments ?? findings.environments,
    reversibility: measured.reversibility ?? findings.reversibility,
    verdicts: [...findings.verdicts, ...measured.verdicts],
    unknowns: [...withoutAnswered(findings.unknowns, measured.answered), ...measured.unknowns],
    evidence: [...findings.evidence, ...measured.evidence],
  };
}

export const withoutAnswered = (
  unknowns: readonly Unknown[],
  answered: readonly Topic[],
): Unknown[] => unknowns.filter(({ topic }) => topic === undefined || !answered.includes(topic));
