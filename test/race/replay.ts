/** An entry of the audit log, as far as a race goes. */
export interface Entry {
  readonly seq: number;
  readonly action: string;
  readonly user: string | null;
  readonly subject: string | null;
}

export interface Replayed {
  readonly status: "pending" | "approved" | "denied" | "cancelled" | "expired";
  readonly grant: "none" | "issued" | "claimed" | "revoked" | "expired";
  /** How often each action stands there. */
  readonly counts: Readonly<Record<string, number>>;
  /** What can't have happened in this order. */
  readonly faults: readonly string[];
}

/**
 * Goes through the log of one operation, its environment and its people, in the log's own order, and holds each entry
 * against what was true at that instant by the entries before it. Written from the promises alone: it shares
 * no rule with the code that it judges.
 */
export function replay(log: readonly Entry[], approvalsRequired: number): Replayed {
  const approvals = new Set<string>();
  const suspended = new Set<string>();
  const counts: Record<string, number> = {};
  const faults: string[] = [];
  const now: { status: Replayed["status"]; grant: Replayed["grant"]; frozen: boolean } = {
    status: "pending",
    grant: "none",
    frozen: false,
  };
  const standing = () => [...approvals].filter((user) => !suspended.has(user)).length;

  for (const { seq, action, user, subject } of log) {
    const must = (holds: boolean, what: string) =>
      holds || faults.push(`${seq} ${action}: ${what}`);
    const mayDecide = () => must(user !== null && !suspended.has(user), "by who is suspended");
    const ends = (as: Replayed["status"]) => {
      must(now.status === "pending", `is ${now.status} already`);
      now.status = as;
    };
    const moves = (from: Replayed["grant"], to: Replayed["grant"]) => {
      must(now.grant === from, `the grant is ${now.grant}`);
      now.grant = to;
    };
    counts[action] = (counts[action] ?? 0) + 1;
    switch (action) {
      case "operation.approval_given":
        mayDecide();
        must(now.status === "pending", `is ${now.status} already`);
        must(!approvals.has(user ?? ""), "counted twice");
        approvals.add(user ?? "");
        break;
      case "operation.approval_voided":
        must(now.status === "pending", `is ${now.status} already`);
        must(approvals.delete(subject ?? ""), "wasn't given");
        break;
      case "operation.approved":
        ends("approved");
        must(standing() >= approvalsRequired, `on ${standing()} approvals that stand`);
        break;
      case "operation.denied":
        mayDecide();
        ends("denied");
        break;
      case "operation.cancelled":
        ends("cancelled");
        break;
      case "operation.expired":
        ends("expired");
        break;
      case "user.suspended":
        suspended.add(subject ?? "");
        break;
      case "environment.frozen":
      case "environment.unfrozen":
        must(now.frozen !== (action === "environment.frozen"), "is so already");
        now.frozen = !now.frozen;
        break;
      case "grant.issued":
        must(now.status === "approved", `the operation is ${now.status}`);
        moves("none", "issued");
        break;
      case "grant.claimed":
        must(now.status === "approved", `the operation is ${now.status}`);
        must(!now.frozen, "under a freeze");
        must(standing() >= approvalsRequired, `on ${standing()} approvals that stand`);
        moves("issued", "claimed");
        break;
      case "grant.revoked":
        mayDecide();
        moves("issued", "revoked");
        break;
      case "grant.expired":
        moves("issued", "expired");
        break;
    }
  }
  const { status, grant } = now;
  return { status, grant, counts, faults };
}
