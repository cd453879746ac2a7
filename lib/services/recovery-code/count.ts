import type { ActorOf } from "@/lib/core/actor";
import * as data from "@/lib/data/recovery-codes";
import type { ServiceContext } from "../context";

export interface RecoveryCodesView {
  left: number;
  /** Null: none were ever made. */
  made_at: string | null;
}

/** What the caller has left of their own. */
export async function countRecoveryCodes(
  ctx: ServiceContext<ActorOf<"reviewer">>,
): Promise<RecoveryCodesView> {
  const { left, madeAt } = await data.countRecoveryCodes(ctx.db, ctx.actor.userId);
  return { left, made_at: madeAt?.toISOString() ?? null };
}
