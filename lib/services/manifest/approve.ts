import type { ActorOf } from "@/lib/core/actor";
import { DomainError } from "@/lib/core/error";
import { findBareOperation } from "@/lib/data/operations";
import { findPart } from "@/lib/data/standing";
import { whyAlone } from "@/lib/policy/together";
import type { ServiceContext } from "../context";
import { decideOperation } from "../operation/decide";

export interface ApproveTogether {
  /** Each as it was on screen. */
  readonly items: readonly {
    readonly operationId: string;
    readonly operationDigest: string;
    readonly shownDigest: string;
  }[];
}

/** What became of each, in the order that was given; `refused`: why it wasn't approved, in words. */
export type ApprovedTogether = readonly { operationId: string; refused: string | null }[];

/**
 * Approves several, each by a decision of its own: what is refused for one holds up no other. None is
 * taken that has to be looked at alone; the risk that was judged is part of what `shownDigest` binds.
 */
export async function approveTogether(
  ctx: ServiceContext<ActorOf<"reviewer">>,
  { items }: ApproveTogether,
): Promise<ApprovedTogether> {
  const done: { operationId: string; refused: string | null }[] = [];
  for (const item of items) {
    const { operationId } = item;
    try {
      const op = await findBareOperation(ctx.db, operationId);
      const { standing } = await findPart(ctx.db, operationId, ctx.actor.userId);
      const alone = op && whyAlone(op, standing);
      if (alone) throw new DomainError("forbidden", `${alone}: decide it on its own page.`);
      await decideOperation(ctx, { ...item, verdict: "approve", comment: "" });
      done.push({ operationId, refused: null });
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      done.push({ operationId, refused: error.detail });
    }
  }
  return done;
}
