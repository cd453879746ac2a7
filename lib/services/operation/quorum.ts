import type { GroupProgress } from "@/lib/contract/review";
import { quorumProgress, type QuorumProgress } from "@/lib/core/quorum";
import type { StandsIn, StoredOperation } from "@/lib/data/operations";
import { stateOf } from "./state";

/** How the approvals that stand fill the quorum. */
export function progressOf(op: StoredOperation): QuorumProgress {
  const { quorum, approvals } = stateOf(op);
  return quorumProgress(quorum, approvals);
}

/** On the wire: by group, in slugs. */
export function quorumOf(
  op: StoredOperation,
): { group: string; required: number; received: number }[] {
  const { received } = progressOf(op);
  return op.policy.quorum.map(({ id, slug, approvals }) => ({
    group: slug,
    required: approvals,
    received: received.get(id) ?? 0,
  }));
}

export const receivedOf = (op: StoredOperation): number => progressOf(op).countsFor.size;

/** Whom somebody stands in for in this group; null: the seat is their own. */
export const standsInFor = (seats: readonly StandsIn[], groupId: string): string | null =>
  seats.find(({ group_id }) => group_id === groupId)?.name ?? null;

/** For people: also who could still approve for which group. */
export function groupProgressOf(op: StoredOperation): GroupProgress[] {
  const decided = new Set(op.decisions.map(({ user_id }) => user_id));
  return quorumOf(op).map((progress, i) => {
    const { id } = op.policy.quorum[i] ?? { id: "" };
    const still_can = op.eligibleReviewers
      .filter((one) => one.group_ids.includes(id) && !decided.has(one.id))
      .map((one) => ({
        id: one.id,
        name: one.name,
        stands_in_for: standsInFor(one.stands_in, id),
      }));
    return { ...progress, still_can };
  });
}
