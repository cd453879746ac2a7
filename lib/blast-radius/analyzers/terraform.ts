import { artifactSha256 } from "@/client/protocol/digest";
import { notMeasured } from "../facts";
import { EVIDENCE_ARTIFACT, LISTED_MAX, type Declared, type Findings } from "../findings";
import { headlineOf } from "../plans/headline";
import { effectsOf, impactsOf } from "../plans/impact";
import { openQuestions } from "../plans/open-questions";
import { UnreadablePlan, type Impact, type ReadPlan } from "../plans/plan";
import { readPlan } from "../plans/read-plan";
import { lostRecovery, lostStores, type LostStore } from "../plans/recovery";
import { resourcesOf } from "../plans/resources";
import { isContainer } from "../plans/stateful-types";
import { reversibilityOf } from "../plans/undo";
import { verdictsOnDeclaration } from "../plans/verdicts";
import { readRedacted, WITHHELD, type RedactedPlan } from "../redact-plan";
import { notUnderstood } from "./not-understood";

const ANALYZER = { name: "plan", version: "1" } as const;

/** What was found out about an artifact, and what of its content may be kept. */
export interface Reading {
  readonly findings: Findings;
  /** The content without its secrets; null: there are none in it. */
  readonly redacted: string | null;
}

/** A plan is large: it is parsed once, for what it does and for what may be kept of it. */
export function readPlanArtifact(declared: Declared, content: string): Reading {
  const plan = readRedacted(content);
  const text = plan?.text ?? WITHHELD;
  return {
    findings: findingsOf(declared, content, plan),
    redacted: text === content ? null : text,
  };
}

/** What a Terraform, OpenTofu or Pulumi plan would do, from the file that the agent supplied, its secrets left out. */
export const analyzePlan = (declared: Declared, content: string): Findings =>
  readPlanArtifact(declared, content).findings;

function findingsOf(declared: Declared, content: string, redacted: RedactedPlan | null): Findings {
  let plan: ReadPlan;
  try {
    plan = readable(redacted);
  } catch (error) {
    if (!(error instanceof UnreadablePlan)) throw error;
    return notUnderstood(declared, {
      analyzer: ANALYZER,
      status: "failed",
      what: "What does the plan do?",
      why: error.message,
      resolve:
        "Deny, and ask the agent for the JSON of the plan: `terraform show -json`, `tofu show -json` or `pulumi preview --json`.",
    });
  }
  const impacts = impactsOf(plan);
  const lost = lostStores(plan);
  const points = lost.flatMap((store) => store.points);
  const verdicts = verdictsOnDeclaration(declared, plan, impacts);
  const reversibility = reversibilityOf(impacts, lost, plan, declared.now);
  return {
    ...notMeasured(declared.now),
    analyzer: ANALYZER,
    basis: "artifact",
    status: "read",
    headline: headlineOf(plan, lost, verdicts, reversibility),
    effects: effectsOf(impacts, plan),
    scopeParams: [],
    resources: resourcesOf(impacts, plan, declared.now),
    recoveryPoints: [...points, ...lostRecovery(plan, points)]
      .sort((a, b) => SURVIVAL.indexOf(a.survives) - SURVIVAL.indexOf(b.survives))
      .slice(0, LISTED_MAX),
    recovery: recoveryOf(plan, impacts, lost),
    reversibility,
    targets: { count: hits(impacts).length, bound: boundOf(plan, impacts) },
    outcome: outcomeOf(plan, impacts),
    verdicts,
    unknowns: openQuestions(declared, plan, impacts, lost),
    evidence: [
      {
        id: EVIDENCE_ARTIFACT,
        source: "artifact",
        tool: `Reader of the ${plan.tool} plan that the agent supplied (${plan.version})`,
        query: null,
        at: declared.now.toISOString(),
        digest: `sha-256:${declared.artifactSha256 ?? artifactSha256(content)}`,
      },
    ],
  };
}

/** What is added beside what changes or goes is no part of what is hit. */
const hits = (impacts: readonly Impact[]) => {
  const more = impacts.filter(({ effects }) => effects.some(({ kind }) => kind !== "create"));
  return more.length > 0 ? more : impacts;
};

function readable(redacted: RedactedPlan | null): ReadPlan {
  if (redacted === null)
    throw new UnreadablePlan(
      "It isn't JSON that every reader reads alike: it has a fault, a member twice, nests too deep, or holds more values than a plan does.",
    );
  return readPlan(redacted.value);
}

/** What is lost first: a long list is cut at its end. */
const SURVIVAL = ["no", "unknown", "yes"];

/** A copy of one thing doesn't bring back another. */
function recoveryOf(
  plan: ReadPlan,
  impacts: readonly Impact[],
  lost: readonly LostStore[],
): NonNullable<Findings["recovery"]> {
  if (lost.some(({ survives }) => survives === "no")) return "no";
  const stores = new Set(lost.map(({ change }) => change));
  const others = impacts.filter(({ change }) => !stores.has(change));
  const all =
    plan.runs.length === 0 &&
    lost.every(({ survives }) => survives === "yes") &&
    others.every(({ undo }) => undo.value !== "unknown" && undo.value !== "irreversible");
  return all ? "yes" : "unknown";
}

function boundOf(plan: ReadPlan, impacts: readonly Impact[]): Findings["targets"]["bound"] {
  const more =
    !plan.complete ||
    plan.deferred > 0 ||
    plan.runs.length > 0 ||
    impacts.some(
      ({ change, effects }) =>
        effects.some(({ kind }) => kind === "unknown") ||
        (change.kind !== "update" && isContainer(change.type)),
    );
  return more ? "at_least" : "exact";
}

function outcomeOf(plan: ReadPlan, impacts: readonly Impact[]): Findings["outcome"] {
  if (plan.fails !== null) return { value: "will_fail", because: plan.fails };
  const locked = impacts.filter(
    ({ change }) => change.locked && (change.kind === "delete" || change.kind === "replace"),
  );
  if (locked.length > 0 && plan.tool === "Pulumi")
    return { value: "will_fail", because: "Pulumi refuses to delete what is protected." };
  return { value: "unknown", because: "A plan says what is tried, not what the provider allows." };
}
