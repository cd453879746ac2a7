import type { ActorOf } from "@/lib/core/actor";
import { DomainError } from "@/lib/core/error";
import { objectionRefusal } from "@/lib/core/transition";
import { announce } from "@/lib/data/change-feed";
import type { Executor } from "@/lib/data/database";
import { mailApprovers, revokeByObjection } from "@/lib/data/grant-revocation";
import { findOperation } from "@/lib/data/operations";
import { findPart } from "@/lib/data/standing";
import { findUser } from "@/lib/data/users";
import { holdDecider } from "@/lib/data/verdicts";
import { record, type ServiceContext } from "../context";

type ReviewerContext = ServiceContext<ActorOf<"reviewer">>;

/**
 * An objection: revokes the grant for good, in its objection window or later, as long as nobody has
 * claimed it. Who approved is told. Saying no is always safe, so separation of duties doesn't bar it.
 * Errors: not_found, not_eligible, validation_failed, already_redeemed, grant_expired, grant_revoked,
 * unauthenticated.
 */
export async function revokeGrant(
  ctx: ReviewerContext,
  input: { operationId: string; comment: string },
): Promise<void> {
  const { operationId, comment } = input;
  const { userId, sessionId } = ctx.actor;
  await ctx.db.transaction(async (tx) => {
    await assertObjectionStands(ctx, tx, input);
    await holdDecider(tx, userId);
    const revoked = await revokeByObjection(tx, { operationId, userId, sessionId });
    if (!revoked) {
      // Something changed between the look and the write: say what it is now.
      await assertObjectionStands(ctx, tx, input);
      throw new DomainError("unauthenticated", "Your session has ended. Sign in and object again.");
    }
    await record(ctx, tx, {
      action: "grant.revoked",
      operationId,
      subject: revoked.grantId,
      data: { why: "objection", comment, in_objection_window: revoked.inWindow },
    });
    const by = await findUser(tx, userId);
    await mailApprovers(tx, operationId, {
      kind: "grant_revoked",
      payload: { by: by?.name ?? userId, comment },
      except: userId,
    });
    await announce(tx, operationId);
  });
}

async function assertObjectionStands(
  ctx: ReviewerContext,
  tx: Executor,
  { operationId, comment }: { operationId: string; comment: string },
): Promise<void> {
  const op = await findOperation(tx, operationId);
  if (!op?.grant) throw new DomainError("not_found", "There is no grant to object to.");
  const { objector } = await findPart(tx, operationId, ctx.actor.userId);
  const refusal = objectionRefusal(op.grant, { objector, comment }, op.now);
  if (refusal) throw new DomainError(refusal.refused, refusal.detail);
}
