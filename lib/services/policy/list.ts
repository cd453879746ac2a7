import {
  ListPoliciesSchema,
  type ListPolicies,
  type PolicyList,
} from "@/lib/contract/policy-version";
import { findPolicyStanding } from "@/lib/data/policies";
import { listVersions } from "@/lib/data/policy-versions";
import { requireSetupReader } from "../authority";
import type { ServiceContext } from "../context";
import { parseInput } from "../input";
import { versionView } from "./view";

/** Every version that was saved, newest first, a page at a time. */
export async function listPolicies(
  ctx: ServiceContext,
  input: ListPolicies = {},
): Promise<PolicyList> {
  requireSetupReader(ctx);
  const { before, limit } = parseInput(ListPoliciesSchema, input);
  const [standing, rows] = await Promise.all([
    findPolicyStanding(ctx.db),
    listVersions(ctx.db, before ?? null, limit + 1),
  ]);
  const items = rows.slice(0, limit).map(versionView);
  return {
    active_version: standing?.active?.version ?? 0,
    items,
    next_before: rows.length > limit ? (items.at(-1)?.version ?? null) : null,
  };
}
