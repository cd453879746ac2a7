import { notMeasured, unknownCount } from "../facts";
import { EVIDENCE_SUBMISSION, quoted, type Declared, type Findings } from "../findings";

/** Findings where nothing could be found out: one unknown effect on what the agent names, and why. */
export function notUnderstood(
  declared: Declared,
  outcome: {
    analyzer: Findings["analyzer"];
    status: "unread" | "failed";
    what: string;
    why: string;
    resolve: string;
  },
): Findings {
  const { analyzer, status, what, why, resolve } = outcome;
  const { resource, action, now } = declared;
  const evidence = [EVIDENCE_SUBMISSION];
  const id = quoted(resource.id);
  return {
    ...notMeasured(now),
    analyzer,
    status,
    headline: `What this does isn't known. ${why}`,
    effects: [
      {
        kind: "unknown",
        by: quoted(action),
        target: id,
        technique: null,
        assurance: "claimed",
        evidence,
      },
    ],
    scopeParams: [],
    resources: [
      {
        id,
        type: quoted(resource.type),
        name: resource.name === undefined ? null : quoted(resource.name),
        provider: null,
        role: "target",
        stateful: null,
        action: "unknown",
        records: unknownCount(now),
        bytes: unknownCount(now),
        depth: 0,
        via: null,
        protections: [],
        assurance: "claimed",
        evidence,
      },
    ],
    recoveryPoints: [],
    reversibility: null,
    targets: { count: null, bound: "unknown" },
    verdicts: [],
    unknowns: [{ what, why, resolve }],
    evidence: [],
  };
}
