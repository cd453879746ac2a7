import type { SIMULATED_CHANGES } from "@/lib/contract/policy-version";
import { approvalsOf, type Demand } from "./demand";

/** What a draft makes of an operation that the active policy makes something else of. */
export type Change = (typeof SIMULATED_CHANGES)[number];

/** The most telling difference. */
export function changeOf(before: Demand, after: Demand): Change {
  if (before.ruling !== after.ruling) {
    if (after.ruling === "deny") return "denied";
    if (after.ruling === "allow") return "allowed";
    return before.ruling === "deny" ? "no_longer_denied" : "no_longer_allowed";
  }
  const more = after.ruling === "review" ? approvalsOf(after) - approvalsOf(before) : 0;
  if (more !== 0) return more > 0 ? "more_approvals" : "fewer_approvals";
  return comparable(before) === comparable(after) ? "same" : "other";
}

/** By which rules it came about, and in which order they stand, makes no difference. */
const comparable = (demand: Demand): string =>
  JSON.stringify({
    ...demand,
    version: 0,
    rules: [],
    denials: demand.denials.map(({ reason }) => reason).toSorted(),
    quorum: demand.quorum.toSorted(bySlug),
    notify: demand.notify.toSorted(bySlug),
    windows: demand.windows.map((list) => JSON.stringify(list)).toSorted(),
    blackouts: demand.blackouts.map((one) => JSON.stringify(one)).toSorted(),
    escalations: demand.escalations.map((one) => JSON.stringify(one)).toSorted(),
  });

const bySlug = (a: { slug: string }, b: { slug: string }) => (a.slug < b.slug ? -1 : 1);
