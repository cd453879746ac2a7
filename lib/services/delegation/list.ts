import type { DelegationView } from "@/lib/contract/delegation";
import type { ActorOf } from "@/lib/core/actor";
import { listDelegations as listStored } from "@/lib/data/delegations";
import { listPeople } from "@/lib/data/people";
import { requireHumanAdministrator } from "../authority";
import type { ServiceContext } from "../context";
import { delegationView } from "./view";

/** Everyone's that hold or are to come. */
export async function listDelegations(ctx: ServiceContext): Promise<DelegationView[]> {
  requireHumanAdministrator(ctx);
  return (await listStored(ctx.db, null)).map(delegationView);
}

type ReviewerContext = ServiceContext<ActorOf<"reviewer">>;

/** What the caller gave and was given. */
export async function listOwnDelegations(ctx: ReviewerContext): Promise<DelegationView[]> {
  return (await listStored(ctx.db, ctx.actor.userId)).map(delegationView);
}

/** Whom the caller could hand their seats to, by name. */
export async function listPossibleDelegates(
  ctx: ReviewerContext,
): Promise<{ id: string; name: string }[]> {
  return (await listPeople(ctx.db.prisma))
    .filter(
      ({ id, status, role }) =>
        id !== ctx.actor.userId && status === "active" && role !== "auditor",
    )
    .map(({ id, name }) => ({ id, name }));
}
