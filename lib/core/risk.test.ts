import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { EFFECT_KINDS, REVERSIBILITIES } from "./impact";
import { ENVIRONMENT_KINDS, RISKS } from "./operation";
import { assessRisk, type RiskFacts } from "./risk";

const mild: RiskFacts = {
  environment: "development",
  effects: ["delete"],
  stateful: false,
  reversibility: "reversible",
  recoverySurvives: "yes",
  criticality: null,
  contradictions: 0,
  unknowns: 0,
};
const forGood = {
  stateful: true,
  reversibility: "irreversible",
  recoverySurvives: "no",
} as const;
const notKnown = {
  effects: ["unknown"],
  stateful: null,
  reversibility: "unknown",
  recoverySurvives: "unknown",
} as const;

it.each<[string, Partial<RiskFacts>, string]>([
  ["nothing found to change", { effects: [] }, "low"],
  ["nothing found to change in production", { effects: [], environment: "production" }, "low"],
  ["a query that contradicts the agent", { effects: [], contradictions: 1 }, "high"],
  ["an addition in development", { effects: ["create"] }, "low"],
  ["an addition with an open question", { effects: ["create"], unknowns: 1 }, "medium"],
  ["an addition in production", { effects: ["create"], environment: "production" }, "medium"],
  [
    "an addition that overwrites, in production",
    { effects: ["create", "overwrite"], environment: "production" },
    "high",
  ],
  ["a stop in development", { effects: ["stop"] }, "low"],
  ["a stop with an open question", { effects: ["stop"], unknowns: 1 }, "medium"],
  ["a stop in production", { effects: ["stop"], environment: "production" }, "medium"],
  ["a delete in development", {}, "medium"],
  ["a delete for good in development", forGood, "medium"],
  ["a delete for good in staging", { ...forGood, environment: "staging" }, "high"],
  ["a delete for good in another kind of place", { ...forGood, environment: "other" }, "high"],
  ["a delete that staging can undo", { environment: "staging" }, "medium"],
  ["a delete that production can undo", { environment: "production" }, "high"],
  ["a delete for good in production", { ...forGood, environment: "production" }, "critical"],
  [
    "a delete in production with a surviving recovery point",
    { ...forGood, environment: "production", recoverySurvives: "yes" },
    "high",
  ],
  ["lost backups in development", { effects: ["recovery_removal"] }, "high"],
  [
    "a delete in production that contradicts the agent",
    { environment: "production", contradictions: 1 },
    "critical",
  ],
  [
    "a delete of what is registered as critical, in production",
    { environment: "production", criticality: "critical" },
    "critical",
  ],
  [
    "a delete of what is registered as critical, in development",
    { criticality: "critical" },
    "high",
  ],
  [
    "a delete of high criticality in staging",
    { environment: "staging", criticality: "high" },
    "high",
  ],
  ["a delete of medium criticality in development", { criticality: "medium" }, "medium"],
  [
    "a stop of what is registered as critical, in development",
    { effects: ["stop"], criticality: "critical" },
    "low",
  ],
  ["a contradiction in development", { contradictions: 1 }, "high"],
  ["nobody knows what, in production", { ...notKnown, environment: "production" }, "critical"],
  ["nobody knows what, in staging", { ...notKnown, environment: "staging" }, "high"],
  ["nobody knows what, in development", notKnown, "medium"],
])("%s", (_, change, level) => {
  const verdict = assessRisk({ ...mild, ...change });
  expect(verdict.level).toBe(level);
  expect(verdict.because.length).toBeGreaterThan(0);
});

it("names the facts that decided", () => {
  expect(assessRisk({ ...mild, ...forGood, environment: "production" }).because).toEqual([
    "It destroys something in production.",
    "What it destroys holds data.",
    "Nothing shows that it can be undone.",
    "No recovery point survives it.",
  ]);
});

/** Each dimension from the mildest to the worst. */
const WORSE = {
  environment: ["development", "staging", "other", "production"],
  stateful: [false, null, true],
  reversibility: REVERSIBILITIES,
  recoverySurvives: ["yes", "unknown", "no"],
  criticality: [null, "low", "medium", "high", "critical"],
  contradictions: [0, 1, 2],
  unknowns: [0, 1, 2],
} as const;
const facts: fc.Arbitrary<RiskFacts> = fc.record({
  environment: fc.constantFrom(...ENVIRONMENT_KINDS),
  effects: fc.uniqueArray(fc.constantFrom(...EFFECT_KINDS)),
  stateful: fc.constantFrom(...WORSE.stateful),
  reversibility: fc.constantFrom(...REVERSIBILITIES),
  recoverySurvives: fc.constantFrom(...WORSE.recoverySurvives),
  criticality: fc.constantFrom(...WORSE.criticality),
  contradictions: fc.constantFrom(...WORSE.contradictions),
  unknowns: fc.constantFrom(...WORSE.unknowns),
});
const rank = (of: RiskFacts) => RISKS.indexOf(assessRisk(of).level);

describe("risk never falls", () => {
  it.each(Object.keys(WORSE) as (keyof typeof WORSE)[])("as %s gets worse", (dimension) => {
    fc.assert(
      fc.property(facts, (of) => {
        const ranks = WORSE[dimension].map((value) => rank({ ...of, [dimension]: value }));
        expect(ranks).toEqual([...ranks].sort((a, b) => a - b));
      }),
    );
  });

  it("as effects are added, or an effect turns out to be unknown", () => {
    fc.assert(
      fc.property(facts, fc.constantFrom(...EFFECT_KINDS), (of, added) => {
        expect(rank({ ...of, effects: [...of.effects, added] })).toBeGreaterThanOrEqual(rank(of));
        const gentle = { ...of, effects: ["stop"] as const };
        expect(rank({ ...of, effects: ["unknown"] })).toBeGreaterThanOrEqual(rank(gentle));
      }),
    );
  });
});
