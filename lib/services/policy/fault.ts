import { findPolicyStanding } from "@/lib/data/policies";
import { UnusablePolicy } from "@/lib/policy/evaluate";
import { namedGroups } from "@/lib/policy/named-groups";
import type { ServiceContext } from "../context";
import { groupLookup, policyOf } from "./active";

/** Why the active policy can't be used, so that nothing is let through; null: it can. */
export async function findPolicyFault(ctx: Pick<ServiceContext, "db">): Promise<string | null> {
  try {
    const standing = await findPolicyStanding(ctx.db);
    const { rules, allowSoleReviewer } = await policyOf(ctx.db, standing);
    const document = {
      version: "countersign.policy/1" as const,
      allow_sole_reviewer: allowSoleReviewer,
      rules: rules.map(({ rule }) => rule),
    };
    if (standing) for (const { slug } of namedGroups(document)) groupLookup(standing)(slug);
    return null;
  } catch (cause) {
    if (cause instanceof UnusablePolicy) return cause.message;
    throw cause;
  }
}
