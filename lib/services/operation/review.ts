import type { ReviewGrant, ReviewView, TimelineEntry, Viewer } from "@/lib/contract/review";
import type { ActorOf } from "@/lib/core/actor";
import { DomainError } from "@/lib/core/error";
import { grantStatusAt, operationStatusAt } from "@/lib/core/operation";
import { decide, type Standing } from "@/lib/core/transition";
import { findOperation, type StoredGrant, type StoredOperation } from "@/lib/data/operations";
import { findStanding } from "@/lib/data/standing";
import { readTimeline, type StoredTimelineEvent } from "@/lib/data/timeline";
import type { ServiceContext } from "../context";
import { holdingFreezeView } from "../freeze/view";
import { stateOf } from "./decide";
import { precedentsOf } from "./precedents";
import { shownDigest, shownOf } from "./shown";

const iso = (at: Date) => at.toISOString();
const isoOrNull = (at: Date | null) => (at ? at.toISOString() : null);

/** The review page's one view, for anyone who is signed in. Reading changes nothing. Errors: not_found. */
export async function reviewOperation(
  ctx: ServiceContext<ActorOf<"reviewer">>,
  id: string,
): Promise<ReviewView> {
  const [op, standing, events] = await Promise.all([
    findOperation(ctx.db, id),
    findStanding(ctx.db, id, ctx.actor.userId),
    readTimeline(ctx.db, id),
  ]);
  if (!op) throw new DomainError("not_found", "There is no such operation.");
  const shown = shownOf(op);
  const precedents = await precedentsOf(ctx, op);
  return {
    shown,
    shown_digest: shownDigest(shown),
    status: operationStatusAt(op, op.now),
    version: op.version,
    server_time: iso(op.now),
    decided_at: isoOrNull(op.decidedAt),
    approvals_received: op.approvalsReceived,
    decisions: op.decisions.map((d) => ({
      reviewer: { id: d.user_id, name: d.name },
      verdict: d.verdict,
      comment: d.comment,
      method: d.method,
      at: iso(new Date(d.decided_at)),
    })),
    eligible_reviewers: op.eligibleReviewers,
    grant: op.grant ? toGrant(op.grant, op.now) : null,
    timeline: events.map(toEntry),
    precedents,
    viewer: viewerOf(op, ctx.actor.userId, standing),
    frozen: op.frozen && holdingFreezeView(op.frozen),
  };
}

function viewerOf(op: StoredOperation, userId: string, standing: Standing): Viewer {
  const ask = (type: "approve" | "deny") =>
    decide(stateOf(op), { type, by: userId, standing }, op.now);
  const approve = ask("approve");
  return {
    user_id: userId,
    standing,
    may_approve: !("refused" in approve),
    may_deny: !("refused" in ask("deny")),
    reason: "refused" in approve ? approve.detail : null,
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
  const { comment, detail, group } = event.data;
  const words = comment || detail || group;
  return {
    id: event.id,
    at: iso(event.occurred_at),
    action: event.action,
    who: event.actor_name ?? "Countersign",
    detail: typeof words === "string" && words !== "" ? words : null,
  };
}
