import type { PolicyDocument, PolicyRule } from "@/lib/contract/policy";
import { compileCondition, isFault, type Condition } from "./condition";
import { builtInDemand, type Demand, type DemandingEnvironment } from "./demand";
import { contradictionsOf, factsOf, type PolicyFacts, type PolicySubject } from "./facts";
import { addRequirement, type GroupLookup } from "./strictest";

/** A version of the policy, ready to be asked. */
export interface Policy {
  readonly version: number;
  readonly allowSoleReviewer: boolean;
  readonly rules: readonly { readonly rule: PolicyRule; readonly holds: Condition }[];
}

/** Why a rule applies, or doesn't; `unknown`: what is known doesn't say, and that counts against it. */
export interface RuleOutcome {
  readonly rule: string;
  readonly effect: "require" | "deny" | "allow";
  readonly applies: boolean;
  readonly condition: "true" | "false" | "unknown";
}

export interface Ruling {
  readonly demand: Demand;
  readonly rules: readonly RuleOutcome[];
}

/** Thrown for a policy that can't be used; nothing is decided by it, so nothing is let through. */
export class UnusablePolicy extends Error {}

export function compilePolicy(version: number, document: PolicyDocument): Policy {
  return {
    version,
    allowSoleReviewer: document.allow_sole_reviewer,
    rules: document.rules.map((rule) => {
      const holds = rule.when === undefined ? () => true : compileCondition(rule.when);
      if (typeof holds !== "function" || isFault(holds))
        throw new UnusablePolicy(`The condition of rule "${rule.name}" can't be used.`);
      return { rule, holds };
    }),
  };
}

/** Without a policy: the rule that is built in. */
export const NO_POLICY: Policy = { version: 0, allowSoleReviewer: false, rules: [] };

/** Every combination of groups is looked at to count a quorum, in every query that asks about one. */
export const QUORUM_GROUPS_MAX = 12;

/**
 * What the policy demands of this operation. All rules that hold apply, and of each part the strictest
 * wins. A condition that can't be told counts as holding, except for `allow`, which must be certain;
 * and `allow` counts only where no other rule applies and evidence contradicts nothing. Pure. Throws UnusablePolicy where too many groups would have to approve.
 */
export function evaluatePolicy(
  policy: Policy,
  environment: DemandingEnvironment,
  subject: PolicySubject,
  groupOf: GroupLookup,
): Ruling {
  const facts = { tighten: factsOf(subject, "tighten"), loosen: factsOf(subject, "loosen") };
  const rules = policy.rules.map(({ rule, holds }) => judge(rule, holds, facts));
  const applying = policy.rules.flatMap(({ rule }, i) => (rules[i]?.applies ? [rule] : []));
  const builtIn = { ...builtInDemand(environment), version: policy.version };
  const base: Demand = { ...builtIn, allowSoleReviewer: policy.allowSoleReviewer };
  let demand = base;
  for (const rule of applying)
    if ("require" in rule) demand = addRequirement(demand, rule, groupOf);
  if (demand.quorum.length > QUORUM_GROUPS_MAX)
    throw new UnusablePolicy(
      `${demand.quorum.length} groups would have to approve, and at most ${QUORUM_GROUPS_MAX} can be counted.`,
    );
  const denials = applying.flatMap((rule) =>
    "deny" in rule ? [{ rule: rule.name, reason: rule.deny }] : [],
  );
  if (denials.length > 0)
    return {
      rules,
      demand: {
        ...demand,
        ruling: "deny",
        denials,
        rules: [...demand.rules, ...denials.map(({ rule }) => rule)],
      },
    };
  const allowing = applying.filter((rule) => "allow" in rule);
  const nothingElse = allowing.length > 0 && allowing.length === applying.length;
  if (nothingElse && contradictionsOf(subject.report) === 0)
    return {
      rules,
      demand: { ...base, ruling: "allow", quorum: [], rules: allowing.map(({ name }) => name) },
    };
  return { rules, demand };
}

function judge(
  rule: PolicyRule,
  holds: Condition,
  facts: { tighten: PolicyFacts[]; loosen: PolicyFacts[] },
): RuleOutcome {
  if ("allow" in rule) {
    const found = facts.loosen.map(holds);
    const applies = found.every((one) => one === true);
    return { rule: rule.name, effect: "allow", applies, condition: worded(found, "false") };
  }
  const found = facts.tighten.map(holds);
  return {
    rule: rule.name,
    effect: "deny" in rule ? "deny" : "require",
    applies: found.some((one) => one !== false),
    condition: worded(found, "true"),
  };
}

/** `decisive` in one place decides; else what isn't known in one place isn't known. */
function worded(
  found: readonly (boolean | null)[],
  decisive: "true" | "false",
): RuleOutcome["condition"] {
  if (found.includes(decisive === "true")) return decisive;
  if (found.includes(null)) return "unknown";
  return decisive === "true" ? "false" : "true";
}
