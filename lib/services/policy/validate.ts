import {
  ValidatePolicySchema,
  type PolicyValidation,
  type ValidatePolicy,
} from "@/lib/contract/policy-version";
import { findPolicyStanding } from "@/lib/data/policies";
import { readRule } from "@/lib/policy/reading";
import { requireAdministrator } from "../authority";
import type { ServiceContext } from "../context";
import { parseInput } from "../input";
import { readGiven, sourceOf } from "./given";
import { readingView } from "./view";

/** Whether a policy could be saved: its faults, each with its place, or what its rules say. */
export async function validatePolicy(
  ctx: ServiceContext,
  input: ValidatePolicy,
): Promise<PolicyValidation> {
  requireAdministrator(ctx);
  const source = sourceOf(parseInput(ValidatePolicySchema, input));
  const standing = await findPolicyStanding(ctx.db);
  const { document, faults } = readGiven(source, standing?.groups ?? []);
  return {
    valid: document !== null,
    faults: [...faults],
    readings: (document?.rules ?? []).map((rule) => readingView(readRule(rule))),
  };
}
