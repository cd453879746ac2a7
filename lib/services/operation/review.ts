import type {
  GivenDecision,
  ReviewGrant,
  ReviewView,
  TimelineEntry,
  Viewer,
} from "@/lib/contract/review";
import type { ActorOf } from "@/lib/core/actor";
import { DomainError } from "@/lib/core/error";
import { grantStatusAt, operationStatusAt } from "@/lib/core/operation";
import { quorumProgress } from "@/lib/core/quorum";
import { allGiven, decide, objectionRefusal, type OperationState } from "@/lib/core/transition";
import { findOperation, type StoredGrant, type StoredOperation } from "@/lib/data/operations";
import { findPart, type PersonsPart } from "@/lib/data/standing";
import { readTimeline, type StoredTimelineEvent } from "@/lib/data/timeline";
import type { ServiceContext } from "../context";
import { holdingFreezeView } from "../freeze/view";
import { validity } from "../grant/validity";
import { precedentsOf } from "./precedents";
import { groupProgressOf, progressOf, receivedOf, standsInFor } from "./quorum";
import { shownDigest, shownOf } from "./shown";
import { groupsOf, stateOf } from "./state";

const iso = (at: Date) => at.toISOString();
const isoOrNull = (at: Date | null) => (at ? at.toISOString() : null);

/** The review page's one view, for anyone who is signed in. Reading changes nothing. Errors: not_found. */
export async function reviewOperation(
  ctx: ServiceContext<ActorOf<"reviewer">>,
  id: string,
): Promise<ReviewView> {
  const [op, part, events] = await Promise.all([
    findOperation(ctx.db, id),
    findPart(ctx.db, id, ctx.actor.userId),
    readTimeline(ctx.db, id),
  ]);
  if (!op) throw new DomainError("not_found", "There is no such operation.");
  const shown = shownOf(op);
  const precedents = await precedentsOf(ctx, op);
  const valid = validity(op.policy, op.now);
  return {
    shown,
    shown_digest: shownDigest(shown),
    status: operationStatusAt(op, op.now),
    agent_disabled: op.agentDisabled,
    canary: op.canary,
    version: op.version,
    server_time: iso(op.now),
    decided_at: isoOrNull(op.decidedAt),
    approvals_received: receivedOf(op),
    quorum: groupProgressOf(op),
    decisions: decisionsOf(op),
    eligible_reviewers: op.eligibleReviewers.map(({ id: user, name }) => ({ id: user, name })),
    recovery: recoveryOf(op),
    would_be_valid: valid && {
      not_before: iso(valid.notBefore),
      expires_at: iso(valid.expiresAt),
    },
    grant: op.grant ? toGrant(op.grant, op.now) : null,
    timeline: events.map(toEntry),
    precedents,
    viewer: viewerOf(op, ctx.actor.userId, part),
    frozen: op.frozen && holdingFreezeView(op.frozen),
  };
}

function decisionsOf(op: StoredOperation): GivenDecision[] {
  const { countsFor } = progressOf(op);
  // Later on it no longer matters who may still approve: what was done was done by who could.
  const matters = op.status === "pending" || op.grant?.status === "issued";
  return op.decisions.map((d) => {
    const counted = countsFor.get(d.user_id) ?? null;
    return {
      reviewer: { id: d.user_id, name: d.name },
      verdict: d.verdict,
      comment: d.comment,
      method: d.method,
      at: iso(new Date(d.decided_at)),
      stands:
        d.verdict === "deny" || (d.verdict === "approve" && (!matters || d.group_ids.length > 0)),
      counts_for: op.policy.quorum.find(({ id }) => id === counted)?.slug ?? null,
      stands_in_for: counted === null ? null : standsInFor(d.stands_in, counted),
    };
  });
}

function recoveryOf(op: StoredOperation): ReviewView["recovery"] {
  const { recovery } = stateOf(op).terms;
  if (!recovery) return null;
  const { maxAge_s, newestAge_s } = recovery;
  return {
    max_age_s: maxAge_s,
    newest_age_s: newestAge_s,
    met: newestAge_s !== null && newestAge_s <= maxAge_s,
  };
}

function missingIn(op: StoredOperation, { quorum, approvals }: OperationState) {
  const { received } = quorumProgress(quorum, approvals);
  return op.policy.quorum.flatMap((group) => {
    const missing = group.approvals - (received.get(group.id) ?? 0);
    return missing > 0 ? [{ group: group.slug, missing }] : [];
  });
}

function viewerOf(op: StoredOperation, userId: string, part: PersonsPart): Viewer {
  const { standing, objector, hasPasskey } = part;
  const state = stateOf(op);
  const who = { by: userId, standing };
  const approve = decide(
    state,
    {
      type: "approve",
      ...who,
      groups: groupsOf(op, userId),
      given: allGiven(state.terms, hasPasskey),
    },
    op.now,
  );
  const deny = decide(state, { type: "deny", ...who }, op.now);
  const objection = { objector, comment: "given" };
  return {
    user_id: userId,
    standing,
    may_approve: !("refused" in approve),
    may_deny: !("refused" in deny),
    may_object: op.grant !== null && objectionRefusal(op.grant, objection, op.now) === null,
    has_passkey: hasPasskey,
    reason: "refused" in approve ? approve.detail : null,
    missing_after: missingIn(op, "refused" in approve ? state : approve.state),
    decided: verdictOf(op, userId),
  };
}

function verdictOf(op: StoredOperation, userId: string): ReviewView["viewer"]["decided"] {
  const verdict = op.decisions.find((d) => d.user_id === userId)?.verdict ?? "void";
  return verdict === "void" ? null : verdict;
}

const toGrant = (grant: StoredGrant, now: Date): ReviewGrant => ({
  id: grant.id,
  status: grantStatusAt(grant, now),
  not_before: iso(grant.notBefore),
  expires_at: iso(grant.expiresAt),
  claimed_at: isoOrNull(grant.claimedAt),
  start_before: isoOrNull(grant.startBefore),
  report_by: isoOrNull(grant.reportBy),
  outcome: grant.outcome,
  detail: grant.detail,
  actual: grant.actual,
  reported_at: isoOrNull(grant.reportedAt),
});

function toEntry(event: StoredTimelineEvent): TimelineEntry {
  const { comment, detail, group, rules, denials } = event.data;
  const byPolicy = event.data["by"] === "policy";
  const words = byPolicy ? reasonsIn(denials) : comment || detail || group;
  return {
    id: event.id,
    at: iso(event.occurred_at),
    action: event.action,
    who: byPolicy ? "The policy" : (event.actor_name ?? "Countersign"),
    detail: typeof words === "string" && words !== "" ? words : null,
    policy_rules: byPolicy ? rulesIn(denials, rules) : null,
  };
}

/** What was written into the log then may have had another form. */
const isDenial = (value: unknown): value is { rule: string; reason: string } =>
  typeof value === "object" && value !== null && "rule" in value && "reason" in value;
const denialsIn = (value: unknown) => (Array.isArray(value) ? value.filter(isDenial) : []);
const reasonsIn = (denials: unknown) =>
  denialsIn(denials)
    .map(({ reason }) => reason)
    .join(" ");
function rulesIn(denials: unknown, rules: unknown): string[] {
  const denying = denialsIn(denials).map(({ rule }) => rule);
  if (denying.length > 0) return denying;
  return Array.isArray(rules) ? rules.filter((rule) => typeof rule === "string") : [];
}
