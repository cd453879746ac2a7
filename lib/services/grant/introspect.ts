import type { Introspection } from "@/lib/contract/grant";
import type { ActorOf } from "@/lib/core/actor";
import { DomainError } from "@/lib/core/error";
import { claimRefusal } from "@/lib/core/transition";
import { findGrant } from "@/lib/data/grants";
import type { ServiceContext } from "../context";
import { verifyPresented } from "./presented";

/** RFC 7662: whether this grant could be redeemed by the asker now. Consumes nothing, says no more than `false` otherwise. */
export async function introspectGrant(
  ctx: ServiceContext<ActorOf<"enforcement_point">>,
  token: string,
): Promise<Introspection> {
  const claims = await verifyPresented(ctx, token).catch((error: unknown) => {
    if (error instanceof DomainError) return null;
    throw error;
  });
  if (!claims || claims.aud !== ctx.actor.audience) return { active: false };
  const grant = await findGrant(ctx.db, claims.jti);
  if (
    !grant ||
    grant.enforcementPointId !== ctx.actor.enforcementPointId ||
    grant.frozen ||
    !grant.approvalsStand ||
    grant.agentIsShutOut ||
    grant.operationStatus !== "approved" ||
    claimRefusal({ ...grant, reported: grant.outcome }, grant.now)
  )
    return { active: false };
  const { jti, iss, aud, sub, iat, nbf, exp, operation, operation_digest } = claims;
  return { active: true, jti, iss, aud, sub, iat, nbf, exp, operation, operation_digest };
}
