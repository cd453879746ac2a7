import { DelegationReferenceSchema } from "@/lib/contract/delegation";
import { DomainError } from "@/lib/core/error";
import { outdateClaims } from "@/lib/data/claim-turn";
import { findDelegation, revokeDelegation } from "@/lib/data/delegations";
import { record, type ServiceContext } from "../context";
import { parseInput } from "../input";
import { assertStillOwnOrAdmin, isOwn, requireOwnOrAdmin } from "../user/own-or-managed";

/**
 * Takes the seats back, or gives them back: by either of the two, or an admin. Approvals that rest on
 * them no longer stand. Errors: not_found, forbidden.
 */
export async function revokeSeats(ctx: ServiceContext, input: { id: string }): Promise<void> {
  const { id } = parseInput(DelegationReferenceSchema, input);
  const found = await findDelegation(ctx.db, id);
  if (!found || found.over)
    throw new DomainError("not_found", "This delegation was revoked, or is over.");
  const { delegator, delegate } = found;
  const whose = isOwn(ctx, delegate.id) ? delegate.id : delegator.id;
  requireOwnOrAdmin(ctx, whose);
  await ctx.db.transaction(async (tx) => {
    await outdateClaims(tx);
    await assertStillOwnOrAdmin(ctx, tx, whose);
    if (!(await revokeDelegation(tx, id))) return;
    await record(ctx, tx, {
      action: "delegation.revoked",
      subject: delegator.id,
      data: { delegation: id, to: delegate.id },
    });
  });
}
