import { artifactSha256 } from "@/client/protocol/digest";
import { notMeasured } from "../facts";
import { EVIDENCE_ARTIFACT, type Declared, type Findings, type Unknown } from "../findings";
import type { Deed } from "./deed";
import { headlineOf } from "./headline";
import {
  effectsOf,
  gravestFirst,
  recoveryPointsOf,
  resourcesOf,
  reversibilityOf,
  scopeParamsOf,
  targetsOf,
} from "./impact";
import { verdictsOn } from "./verdicts";

/** Findings from what an artifact does, one deed after the other. */
export function findingsOf(
  declared: Declared,
  read: {
    analyzer: Findings["analyzer"];
    /** What read it, for the list of evidence. */
    tool: string;
    content: string;
    deeds: readonly Deed[];
    unknowns: readonly Unknown[];
  },
): Findings {
  const deeds = gravestFirst(read.deeds);
  const active = deeds.filter(({ effects }) => effects.length > 0);
  const reversibility = reversibilityOf(deeds, declared.now);
  const names = [...new Set(active.map(({ by }) => by))];
  return {
    ...notMeasured(declared.now),
    analyzer: read.analyzer,
    status: "read",
    headline: headlineOf(deeds, reversibility?.value),
    effects: effectsOf(active),
    scopeParams: scopeParamsOf(active),
    resources: resourcesOf(active, declared),
    recoveryPoints: recoveryPointsOf(active),
    reversibility,
    targets: targetsOf(deeds),
    verdicts: verdictsOn(declared, deeds),
    unknowns: eachOnce([...active.flatMap(({ unknowns }) => unknowns), ...read.unknowns]),
    evidence: [
      {
        id: EVIDENCE_ARTIFACT,
        source: "parsed",
        tool: read.tool,
        query: names.slice(0, 5).join(", ") || null,
        at: declared.now.toISOString(),
        digest: `sha-256:${artifactSha256(read.content)}`,
      },
    ],
  };
}

export const eachOnce = (unknowns: readonly Unknown[]): Unknown[] => [
  ...new Map(unknowns.map((unknown) => [unknown.what, unknown])).values(),
];
