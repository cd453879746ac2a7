import type { WhoCanApprove } from "@/lib/contract/review";
import type { ActorOf } from "@/lib/core/actor";
import { listPossibleApprovers } from "@/lib/data/who-can-approve";
import type { ServiceContext } from "../context";

/** Who can still approve, for whom they stand in, and who could but is away. */
export async function whoCanApprove(
  ctx: ServiceContext<ActorOf<"reviewer">>,
  operationId: string,
): Promise<WhoCanApprove> {
  const people = await listPossibleApprovers(ctx.db, operationId);
  return {
    able: people
      .filter(({ awayUntil }) => awayUntil === null)
      .map(({ id, name, standsInFor }) => ({ id, name, stands_in_for: [...standsInFor] })),
    away: people.flatMap(({ id, name, awayUntil }) =>
      awayUntil === null ? [] : [{ id, name, until: awayUntil.toISOString() }],
    ),
  };
}
