/** So many people of this group must approve. */
export interface GroupNeed {
  readonly id: string;
  readonly approvals: number;
}

/** Someone who approved, and the demanded groups in which that could count. */
export interface Approver {
  readonly id: string;
  readonly groups: readonly string[];
}

export interface QuorumProgress {
  /** By group: how many are counted for it. */
  readonly received: ReadonlyMap<string, number>;
  /** By approver: the one group that they are counted for. Absent: they are counted for none. */
  readonly countsFor: ReadonlyMap<string, string>;
  readonly complete: boolean;
}

/**
 * Counts as many approvals as can be counted, nobody for two: a maximum bipartite matching of approvers
 * and seats by augmenting paths, first come first served (Kuhn 1955). It shows how a quorum stands; the
 * database decides whether it is filled, by Hall's condition, and both agree.
 */
export function quorumProgress(
  needs: readonly GroupNeed[],
  approvers: readonly Approver[],
): QuorumProgress {
  const seats = needs.flatMap(({ id, approvals }) =>
    Array.from({ length: approvals }, () => ({ group: id, taken: null as Approver | null })),
  );
  type Seat = (typeof seats)[number];

  /** Finds a free seat, moving those who can sit elsewhere. */
  function seatFor(approver: Approver, tried: Set<Seat>): boolean {
    for (const seat of seats) {
      if (tried.has(seat) || !approver.groups.includes(seat.group)) continue;
      tried.add(seat);
      if (seat.taken !== null && !seatFor(seat.taken, tried)) continue;
      seat.taken = approver;
      return true;
    }
    return false;
  }

  for (const approver of approvers) seatFor(approver, new Set());
  const received = new Map(needs.map(({ id }) => [id, 0]));
  const countsFor = new Map<string, string>();
  for (const { group, taken } of seats)
    if (taken) {
      received.set(group, (received.get(group) ?? 0) + 1);
      countsFor.set(taken.id, group);
    }
  return { received, countsFor, complete: seats.every(({ taken }) => taken !== null) };
}
