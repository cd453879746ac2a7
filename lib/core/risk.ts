import type { EffectKind, Reversibility } from "./impact";
import type { Criticality } from "./inventory";
import type { EnvironmentKind, Risk } from "./operation";

/** What risk is judged on; all of it from evidence, or `unknown`. The agent's claims can only add contradictions. */
export interface RiskFacts {
  readonly environment: EnvironmentKind;
  /** Every kind of effect found; empty only where evidence shows that nothing changes. */
  readonly effects: readonly EffectKind[];
  /** Whether anything that is hit holds data; null: not known. */
  readonly stateful: boolean | null;
  readonly reversibility: Reversibility;
  /** Whether a recovery point is known to survive. */
  readonly recoverySurvives: "yes" | "no" | "unknown";
  /** The highest criticality that an admin has registered of what is hit; null: none is registered. */
  readonly criticality: Criticality | null;
  /** How many statements of the agent's evidence contradicts. */
  readonly contradictions: number;
  /** How many questions are open. */
  readonly unknowns: number;
}

export interface RiskVerdict {
  readonly level: Risk;
  /** The facts that decided it, as sentences for people. */
  readonly because: readonly string[];
}

/** What isn't known to be gentle counts as destroying. */
const GENTLE: readonly EffectKind[] = ["create", "detach", "stop", "permission_change"];
const CAN_BE_UNDONE: readonly Reversibility[] = [
  "reversible",
  "soft_delete_window",
  "restorable",
  "rebuildable",
];

const destroys = (facts: RiskFacts) => facts.effects.some((kind) => !GENTLE.includes(kind));
const onlyAdds = (facts: RiskFacts) => facts.effects.every((kind) => kind === "create");
const losesDataForGood = (facts: RiskFacts) =>
  destroys(facts) &&
  facts.stateful !== false &&
  !CAN_BE_UNDONE.includes(facts.reversibility) &&
  facts.recoverySurvives !== "yes";

const say = {
  destroys: (facts: RiskFacts) => {
    const where = facts.environment === "other" ? "" : ` in ${facts.environment}`;
    return facts.effects.every((kind) => kind === "unknown")
      ? `What it does${where} isn't known, so it counts as destroying.`
      : `It destroys something${where}.`;
  },
  data: (facts: RiskFacts) =>
    facts.stateful ? "What it destroys holds data." : "Whether data is lost isn't known.",
  undo: (facts: RiskFacts) =>
    facts.reversibility === "irreversible"
      ? "Nothing shows that it can be undone."
      : "Whether it can be undone isn't known.",
  recovery: (facts: RiskFacts) =>
    facts.recoverySurvives === "no"
      ? "No recovery point survives it."
      : "No recovery point is known to survive it.",
  contradictions: (facts: RiskFacts) =>
    facts.contradictions === 1
      ? "Evidence contradicts one thing that the agent says."
      : `Evidence contradicts ${facts.contradictions} things that the agent says.`,
  criticality: (facts: RiskFacts) => `It is registered as of ${facts.criticality} criticality.`,
  removesRecovery: () => "It removes what a recovery would need.",
  interrupts: (facts: RiskFacts) =>
    onlyAdds(facts)
      ? `It adds something in ${facts.environment}.`
      : `It interrupts something in ${facts.environment}.`,
  unknowns: (facts: RiskFacts) =>
    facts.unknowns === 1 ? "One question is open." : `${facts.unknowns} questions are open.`,
};

interface Rule {
  readonly level: Risk;
  /** Upward closed: when it holds for some facts, it holds for all that are worse in any respect. */
  readonly holds: (facts: RiskFacts) => boolean;
  readonly because: readonly ((facts: RiskFacts) => string)[];
}

/**
 * The highest level whose rule holds; worse facts never lower it.
 *
 *   level     | rule
 *   critical  | destroys data in production for good: no way back, no surviving recovery point is known
 *   critical  | destroys in production, and evidence contradicts the agent
 *   critical  | destroys in production what is registered as critical
 *   high      | evidence contradicts the agent, wherever
 *   high      | removes recovery points, wherever
 *   high      | destroys in production
 *   high      | destroys what is registered as of high criticality or critical, wherever
 *   high      | destroys data for good, outside of development
 *   medium    | destroys, wherever
 *   medium    | stops, detaches, adds or changes access in production
 *   medium    | does something, and a question is open
 *   low       | everything else
 */
const RULES: readonly Rule[] = [
  {
    level: "critical",
    holds: (facts) => facts.environment === "production" && losesDataForGood(facts),
    because: [say.destroys, say.data, say.undo, say.recovery],
  },
  {
    level: "critical",
    holds: (facts) =>
      facts.environment === "production" && destroys(facts) && facts.contradictions > 0,
    because: [say.destroys, say.contradictions],
  },
  {
    level: "critical",
    holds: (facts) =>
      facts.environment === "production" && destroys(facts) && facts.criticality === "critical",
    because: [say.destroys, say.criticality],
  },
  {
    level: "high",
    holds: (facts) =>
      destroys(facts) && (facts.criticality === "high" || facts.criticality === "critical"),
    because: [say.destroys, say.criticality],
  },
  {
    level: "high",
    holds: (facts) => facts.contradictions > 0,
    because: [say.contradictions],
  },
  {
    level: "high",
    holds: (facts) => facts.effects.includes("recovery_removal"),
    because: [say.removesRecovery],
  },
  {
    level: "high",
    holds: (facts) => facts.environment === "production" && destroys(facts),
    because: [say.destroys],
  },
  {
    level: "high",
    holds: (facts) => facts.environment !== "development" && losesDataForGood(facts),
    because: [say.destroys, say.data, say.undo, say.recovery],
  },
  { level: "medium", holds: destroys, because: [say.destroys] },
  {
    level: "medium",
    holds: (facts) => facts.environment === "production" && facts.effects.length > 0,
    because: [say.interrupts],
  },
  {
    level: "medium",
    holds: (facts) => facts.effects.length > 0 && facts.unknowns > 0,
    because: [say.unknowns],
  },
];

const LEVELS: readonly Risk[] = ["critical", "high", "medium"];

/** How dangerous an operation is, and which facts say so. Pure and total. */
export function assessRisk(facts: RiskFacts): RiskVerdict {
  for (const level of LEVELS) {
    const holding = RULES.filter((rule) => rule.level === level && rule.holds(facts));
    if (holding.length > 0)
      return {
        level,
        because: [...new Set(holding.flatMap((rule) => rule.because.map((why) => why(facts))))],
      };
  }
  return {
    level: "low",
    because: [
      facts.effects.length === 0
        ? "Nothing that it would change was found."
        : `It ${onlyAdds(facts) ? "only adds" : "interrupts"} something outside of production, and no question is open.`,
    ],
  };
}
