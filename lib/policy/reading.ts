import type { PolicyRule } from "@/lib/contract/policy";
import { readCondition } from "./condition-reading";
import { requirementWords } from "./words";

/** A rule as one would say it. */
export interface RuleReading {
  readonly rule: string;
  readonly effect: "require" | "deny" | "allow";
  /** `When …`, or `Always`. */
  readonly when: string;
  /** What then holds, part by part. */
  readonly demands: readonly string[];
}

/** Leaves nothing out: what has no words is quoted as it stands. */
export function readRule(rule: PolicyRule): RuleReading {
  const condition = rule.when === undefined ? null : readCondition(rule.when);
  if ("require" in rule) {
    const words = requirementWords(rule.require);
    return {
      rule: rule.name,
      effect: "require",
      when: condition === null ? "Always" : `When ${condition}`,
      demands: words.length > 0 ? words : ["nothing more"],
    };
  }
  if ("deny" in rule)
    return {
      rule: rule.name,
      effect: "deny",
      when: condition === null ? "Always" : `When ${condition}`,
      demands: [`denied: ${rule.deny}`],
    };
  return {
    rule: rule.name,
    effect: "allow",
    when:
      condition === null ? "Unless another rule applies" : `When it is certain that ${condition}`,
    demands: [
      "allowed without anybody's approval, where no other rule applies and evidence contradicts nothing",
    ],
  };
}
