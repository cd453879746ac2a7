import type {
  OperationStatus,
  GrantStatus,
  EnvironmentKind,
  Outcome,
  Risk,
} from "@/lib/core/operation";
import type { SignInMethod } from "@/lib/core/actor";
import type { BlastRadius } from "./blast-radius";
import type { HoldingFreezeView } from "./freeze";
import type { Claims } from "./operation";
import type { Blackout, Window } from "./policy";

/**
 * What a decision rests on, built on the server in one place. Its digest is `shown_digest`
 * (`countersign.shown.v1`, JCS): the page is drawn from it, and the decision, the grant and the log carry it.
 * All times are RFC 3339.
 */
export interface Shown {
  operation_id: string;
  operation_digest: string;
  created_at: string;
  expires_at: string;
  agent: { id: string; name: string };
  environment: { slug: string; name: string; kind: EnvironmentKind };
  enforcement_point: { name: string; audience: string };
  action: string;
  resource: { type: string; id: string; name: string | null };
  params: unknown;
  artifact: {
    kind: string;
    dialect: string | null;
    content: string | null;
    /** Of the content as it came. */
    sha256: string | null;
    /** Secrets are left out of `content`. */
    redacted: boolean;
  };
  reason: string;
  claims: Claims;
  source: { session: string | null; url: string | null };
  risk: Risk;
  report: BlastRadius;
  policy: ShownPolicy;
  approvals_required: number;
  group: { slug: string; name: string };
  /** The denial after which it was asked again; `same`: exactly the same was denied. */
  denied_before: { operation_id: string; same: boolean } | null;
  /** Where it was submitted as one of several. */
  manifest: { id: string; position: number; size: number } | null;
}

/** What went before, for who decides: it is looked up when the page is drawn. */
export interface Precedents {
  denial: {
    operation_id: string;
    same: boolean;
    at: string;
    /** Null: the policy denied it. */
    by: string | null;
    reason: string | null;
  } | null;
  /** Of this agent and action, within the day before; this time included. */
  asked: number;
  approved: number;
  denied: number;
}

/** What the policy demands of this decision, and by which rules. Durations in whole seconds. */
export interface ShownPolicy {
  version: number;
  rules: string[];
  ruling: "allow" | "review" | "deny";
  denials: { rule: string; reason: string }[];
  /** By group's slug; each is met by people of its own. */
  quorum: { group: string; required: number }[];
  step_up: boolean;
  /** What is to be typed; null: nothing. */
  typed_confirmation: string | null;
  comment: boolean;
  objection_window_s: number;
  grant_ttl_s: number;
  recovery_max_age_s: number | null;
  windows: Window[][];
  blackouts: Blackout[];
  allow_sole_reviewer: boolean;
}

/** The viewer's own part: whether they may decide, and if not, why, in words. */
export interface Viewer {
  user_id: string;
  standing: "eligible" | "sole" | "self" | "spoken_for" | "none";
  may_approve: boolean;
  may_deny: boolean;
  /** May revoke the grant that there is. */
  may_object: boolean;
  /** False: they can't give the step-up that the policy wants. */
  has_passkey: boolean;
  /** Why not, when `may_approve` is false: a sentence. */
  reason: string | null;
  /** What would still be missing after their approval; empty: it is the last one. */
  missing_after: { group: string; missing: number }[];
  decided: "approve" | "deny" | null;
}

export interface GivenDecision {
  reviewer: { id: string; name: string };
  /** `void`: an approval by someone who may no longer decide. */
  verdict: "approve" | "deny" | "void";
  comment: string;
  method: SignInMethod;
  at: string;
  /** False: an approval that no longer counts, while it still matters. */
  stands: boolean;
  /** The group that it is counted for, and whom they stand in for there. */
  counts_for: string | null;
  stands_in_for: string | null;
}

/** How far one group's approvals have come, and who could still give one. */
export interface GroupProgress {
  group: string;
  required: number;
  received: number;
  still_can: { id: string; name: string; stands_in_for: string | null }[];
}

export interface TimelineEntry {
  id: string;
  at: string;
  /** The audit action, `operation.submitted`. */
  action: string;
  /** Who, as a name for people: an agent's, a reviewer's, "Countersign". */
  who: string;
  detail: string | null;
  /** The rules of the policy that did it by themselves; null: somebody did. */
  policy_rules: string[] | null;
}

export interface ReviewGrant {
  id: string;
  status: GrantStatus;
  not_before: string;
  expires_at: string;
  claimed_at: string | null;
  start_before: string | null;
  report_by: string | null;
  outcome: Outcome | null;
  detail: string | null;
  actual: Record<string, unknown> | null;
  reported_at: string | null;
}

/** The review page's one view. `shown` is fixed at a digest; the rest is live. */
export interface ReviewView {
  shown: Shown;
  shown_digest: string;
  status: OperationStatus;
  /** What its agent is permitted can't be redeemed any more. */
  agent_disabled: boolean;
  /** It was planted; told only once it is decided. */
  canary: boolean;
  version: number;
  server_time: string;
  decided_at: string | null;
  /** Those that stand, nobody counted for two. */
  approvals_received: number;
  quorum: GroupProgress[];
  decisions: GivenDecision[];
  eligible_reviewers: { id: string; name: string }[];
  /** Null: the policy demands no recovery point. */
  recovery: { max_age_s: number; newest_age_s: number | null; met: boolean } | null;
  /** When a grant could be used if it were made now; null: the policy leaves no hours open. */
  would_be_valid: { not_before: string; expires_at: string } | null;
  grant: ReviewGrant | null;
  timeline: TimelineEntry[];
  precedents: Precedents;
  viewer: Viewer;
  /** While one holds, an approval's grant isn't redeemed. */
  frozen: HoldingFreezeView | null;
}

/** Operations that were submitted as one, for the page on which they are reviewed. */
export interface ManifestReview {
  id: string;
  server_time: string;
  created_at: string;
  agent: { name: string };
  items: ManifestItem[];
}

export interface ManifestItem {
  row: OperationRow;
  operation_digest: string;
  shown_digest: string;
  may_approve: boolean;
  may_deny: boolean;
  /** Why it can't be approved together with others; null: it can. */
  alone: string | null;
}

/** An artifact as it is easiest to read. */
export interface ArtifactView {
  language: "graphql" | "sql" | "json" | "yaml" | "shellscript" | "http" | "text";
  text: string;
  /** `text` is a layout of ours; what counts is the original. */
  laid_out: boolean;
}

/** Who could approve what is pending. */
export interface WhoCanApprove {
  /** `stands_in_for`: names; empty where the seat is their own. */
  able: { id: string; name: string; stands_in_for: string[] }[];
  /** Not counted on, but may come. */
  away: { id: string; name: string; until: string }[];
}

/** One resource of a plan; each text bounded, and made visible. */
export interface PlanRow {
  kind: "delete" | "replace" | "unknown" | "forget" | "update" | "create";
  address: string;
  type: string;
  /** `copies`: it keeps or makes copies of data. */
  holds: "data" | "copies" | "perhaps_data" | "nothing";
  /** What changes, or all that is set; `hidden`: a secret is left out, so it may have changed unseen. */
  members: { name: string; before: string | null; after: string | null; hidden: boolean }[];
  /** How many members aren't listed. */
  hidden: number;
}

/** A plan as people read it: what is destroyed first. */
export interface PlanView {
  tool: string;
  rows: PlanRow[];
  /** How many resources come after these. */
  hidden: number;
}

/** A row of the inbox and of the history. */
export interface OperationRow {
  id: string;
  status: OperationStatus;
  /** It was planted; told only once it is decided. */
  canary: boolean;
  grant_status: GrantStatus | null;
  risk: Risk;
  action: string;
  resource: { type: string; id: string; name: string | null };
  environment: { slug: string; kind: EnvironmentKind };
  agent: { id: string; name: string };
  headline: string;
  reversibility: string;
  contradictions: number;
  unknowns: number;
  approvals_received: number;
  approvals_required: number;
  created_at: string;
  expires_at: string;
  decided_at: string | null;
  /** Who approved or denied it, by name; null where time or the agent ended it. */
  decided_by: string | null;
  /** Why it ended so: a denial's comment, an outcome's detail. */
  note: string | null;
  /** The rules of the policy that decided it by themselves. */
  policy_rules: string[] | null;
}

export interface InboxView {
  server_time: string;
  /** Most dangerous first, then soonest to expire. */
  for_me: OperationRow[];
  for_others: OperationRow[];
  /** Approved, and the enforcement point isn't done yet. */
  running: OperationRow[];
  recently_decided: OperationRow[];
}

export interface HistoryFilter {
  status?: OperationStatus;
  environment?: string;
  risk?: Risk;
  /** Matches in action, resource id and name, and agent's name. */
  text?: string;
  cursor?: string;
}

export interface HistoryPage {
  server_time: string;
  items: OperationRow[];
  next_cursor: string | null;
}
