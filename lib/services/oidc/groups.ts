import type { Id } from "@/lib/core/id";
import type { ProviderIdentity, ProviderTrust } from "@/lib/core/sign-in";
import { outdateClaims } from "@/lib/data/claim-turn";
import type { Executor } from "@/lib/data/database";
import { membershipsDiffer, replaceProviderMemberships } from "@/lib/data/provider-memberships";
import { lockPerson } from "@/lib/data/void-approvals";
import { record, type ServiceContext } from "../context";
import { voidApprovals } from "../user/void-approvals";

/**
 * Joins and leaves reviewer groups as the provider says now. A claim that is missing says "none": a
 * person whose groups aren't known decides nothing on the provider's word.
 */
export async function takeOverGroups(
  ctx: ServiceContext,
  tx: Executor,
  of: { userId: Id<"usr">; identity: ProviderIdentity; trust: ProviderTrust },
): Promise<void> {
  const { groups } = of.trust;
  if (groups === null) return;
  const slugs = of.identity.groups.flatMap((theirs) => groups.get(theirs) ?? []);
  // Under the administration lock it stays as it is; most sign-ins change nothing, and hold up no claim.
  if (!(await membershipsDiffer(tx, of.userId, slugs))) return;
  await outdateClaims(tx);
  await lockPerson(tx, of.userId);
  const { left, joined } = await replaceProviderMemberships(tx, of.userId, slugs);
  for (const [word, changed] of [
    ["removed", left],
    ["added", joined],
  ] as const)
    for (const { group_id: id, slug } of changed)
      await record(ctx, tx, {
        action: "group.changed",
        subject: id,
        data: { slug, [word]: of.userId, source: "provider" },
      });
  if (left.length > 0) await voidApprovals(ctx, tx, { userId: of.userId, why: "left_group" });
}
