import {
  ActivatePolicySchema,
  type ActivatePolicy,
  type ActivePolicy,
} from "@/lib/contract/policy-version";
import { DomainError } from "@/lib/core/error";
import { goBeforeClaims } from "@/lib/data/claim-turn";
import { findPolicyStanding } from "@/lib/data/policies";
import { moveActive } from "@/lib/data/policy-versions";
import { administer } from "../administer";
import { requireAdministrator } from "../authority";
import { record, type ServiceContext } from "../context";
import { parseInput } from "../input";
import { openSaved } from "./saved";
import { showActive } from "./show-active";

/**
 * Makes a version the one that counts, or with 0 goes back to the built-in rule. The caller says which
 * one is active as far as they know, so that nobody undoes what they haven't seen.
 * Errors: not_found, stale_view, validation_failed (a version that can no longer be used).
 */
export async function activatePolicy(
  ctx: ServiceContext,
  input: ActivatePolicy,
): Promise<ActivePolicy> {
  requireAdministrator(ctx);
  const { version, expected_version: expected } = parseInput(ActivatePolicySchema, input);
  await administer(ctx, async (_tx, executor) => {
    const groups = (await findPolicyStanding(executor))?.groups ?? [];
    const digest = version === 0 ? null : (await openSaved(executor, version, groups)).digest;
    await goBeforeClaims(executor);
    if (!(await moveActive(executor, { version, expected })))
      throw new DomainError(
        "stale_view",
        "Another version of the policy was activated meanwhile. Look at what is active now, then decide again.",
      );
    await record(ctx, executor, {
      action: "policy.activated",
      data: { from: expected, to: version, digest },
    });
  });
  return showActive(ctx);
}
