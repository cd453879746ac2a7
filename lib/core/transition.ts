import type { ErrorCode } from "./error";
import type { GrantStatus, OperationStatus, Outcome } from "./operation";
import { quorumProgress, type Approver, type GroupNeed } from "./quorum";
import { isConfirmed } from "./typed-confirmation";

/**
 * operation:  pending ──► approved | denied | expired | cancelled      (exactly one move)
 *
 * grant:      issued ──► claimed ──► succeeded | failed | unknown
 *                │ │                └► lapsed   (the enforcement point reports not_started)
 *                │ └► revoked  (who may decide objects, until it is claimed)
 *                └──► expired
 *
 * Pure: time comes in as `now`. The database's guarded UPDATEs carry the same rules in their WHERE;
 * this table says what a command leads to and, where it is refused, which refusal to show.
 */

export interface OperationState {
  readonly status: OperationStatus;
  readonly expiresAt: Date;
  readonly quorum: readonly GroupNeed[];
  /** Who approved so far; nobody counts twice. */
  readonly approvals: readonly Approver[];
  readonly terms: ApprovalTerms;
}

/** What an approval needs beside its reviewer. */
export interface ApprovalTerms {
  readonly comment: boolean;
  /** What is to be typed; null: nothing. */
  readonly typed: string | null;
  readonly stepUp: boolean;
  /** Seconds; null: none is demanded. `newestAge_s` null: none is known to survive. */
  readonly recovery: { readonly maxAge_s: number; readonly newestAge_s: number | null } | null;
}

/** What an approval brings along. */
export interface Given {
  readonly comment: string;
  readonly typed: string;
  /** A passkey has confirmed it, or is about to; `none`: they have no passkey. */
  readonly passkey: "confirms" | "silent" | "none";
}

export type OperationCommand =
  | {
      readonly type: "approve";
      readonly by: string;
      readonly standing: Standing;
      /** The demanded groups that they speak for. */
      readonly groups: readonly string[];
      readonly given: Given;
    }
  | { readonly type: "deny"; readonly by: string; readonly standing: Standing }
  | { readonly type: "cancel" }
  | { readonly type: "expire" };

/**
 * What a person is to one operation. `self`: owns the agent, made its key, or operates the enforcement
 * point; `sole`: the same, and the policy lets the only person there is approve nonetheless; `spoken_for`:
 * only stands in for people who have approved already.
 */
export type Standing = "eligible" | "sole" | "self" | "spoken_for" | "none";

export interface Refusal {
  readonly refused: ErrorCode;
  readonly detail: string;
}
export type OperationEvent =
  | "operation.approval_given"
  | "operation.approved"
  | "operation.denied"
  | "operation.cancelled"
  | "operation.expired";

export interface OperationMove {
  readonly state: OperationState;
  readonly event: OperationEvent;
}

const refuse = (refused: ErrorCode, detail: string): Refusal => ({ refused, detail });

/** The next state and its event, or why not. */
export function decide(
  state: OperationState,
  command: OperationCommand,
  now: Date,
): OperationMove | Refusal {
  if (state.status !== "pending")
    return refuse("already_terminal", `This operation is already ${state.status}.`);
  const due = state.expiresAt <= now;
  if (command.type === "expire")
    return due
      ? { state: { ...state, status: "expired" }, event: "operation.expired" }
      : refuse("already_terminal", "This operation has not reached its deadline.");
  if (due) return refuse("already_terminal", "This operation has expired.");

  switch (command.type) {
    case "cancel":
      return { state: { ...state, status: "cancelled" }, event: "operation.cancelled" };
    case "deny":
      // Saying no is always safe, so separation of duties doesn't bar it.
      if (command.standing === "none")
        return refuse("not_eligible", "Only members of the reviewer group can decide this.");
      return { state: { ...state, status: "denied" }, event: "operation.denied" };
    case "approve": {
      if (command.standing === "self")
        return refuse(
          "self_approval",
          "You own this agent, made its key or operate its enforcement point, so somebody else must approve. You can still deny.",
        );
      if (command.standing === "none")
        return refuse("not_eligible", "Only members of the reviewer group can decide this.");
      if (command.standing === "spoken_for")
        return refuse(
          "not_eligible",
          "Whom you stand in for has approved this already, and nobody counts twice. You can still deny.",
        );
      if (state.approvals.some(({ id }) => id === command.by))
        return refuse("already_decided", "You approved this already; another reviewer must.");
      const refusal = termsRefusal(state.terms, command.given);
      if (refusal) return refusal;
      const approvals = [...state.approvals, { id: command.by, groups: command.groups }];
      return quorumProgress(state.quorum, approvals).complete
        ? { state: { ...state, approvals, status: "approved" }, event: "operation.approved" }
        : { state: { ...state, approvals }, event: "operation.approval_given" };
    }
  }
}

/** Why an approval that brings this along isn't enough for what was demanded. */
export function termsRefusal(terms: ApprovalTerms, given: Given): Refusal | null {
  const { recovery } = terms;
  if (recovery && (recovery.newestAge_s === null || recovery.newestAge_s > recovery.maxAge_s))
    return refuse(
      "recovery_required",
      "Nobody can approve this until a recent enough recovery point is known. Take a backup, register it in the inventory, and work it out again.",
    );
  if (terms.stepUp && given.passkey === "none")
    return refuse(
      "step_up_required",
      "Approving this takes a passkey, and you have none. Add one in Settings first.",
    );
  if (terms.comment && given.comment.trim() === "")
    return refuse("validation_failed", "The policy wants a comment with each approval of this.");
  if (terms.typed !== null && !isConfirmed(given.typed, terms.typed))
    return refuse(
      "validation_failed",
      "What you typed isn't the resource that this is about. Compare it, letter by letter.",
    );
  if (terms.stepUp && given.passkey === "silent")
    return refuse("step_up_required", "Approving this takes your passkey.");
  return null;
}

/** As if a person brought along all that they can. */
export const allGiven = (terms: ApprovalTerms, hasPasskey: boolean): Given => ({
  comment: "given",
  typed: terms.typed ?? "",
  passkey: hasPasskey ? "confirms" : "none",
});

export interface GrantState {
  readonly status: GrantStatus;
  readonly notBefore: Date;
  readonly expiresAt: Date;
  readonly reportBy: Date | null;
  /** What the enforcement point itself said, if anything: `unknown` by silence may still be corrected. */
  readonly reported: Outcome | null;
}

export type GrantCommand =
  | { readonly type: "claim"; readonly reportBy: Date }
  | { readonly type: "report"; readonly outcome: Outcome }
  /** A person objects; `objector`: speaks for a group that was asked, for their own agent too. */
  | { readonly type: "revoke"; readonly objector: boolean; readonly comment: string }
  | { readonly type: "expire" }
  | { readonly type: "lose" };

export type GrantEvent =
  | "grant.claimed"
  | "grant.succeeded"
  | "grant.failed"
  | "grant.unknown"
  | "grant.lapsed"
  | "grant.revoked"
  | "grant.expired";

export interface GrantMove {
  readonly state: GrantState;
  readonly event: GrantEvent;
}

/** Why a grant in this state can't be claimed; the caller has checked that it isn't a replay. */
export function claimRefusal(state: GrantState, now: Date): Refusal | null {
  switch (state.status) {
    case "revoked":
      return refuse("grant_revoked", "This grant was revoked; submit the operation again.");
    case "expired":
      return refuse("grant_expired", "This grant has expired; submit the operation again.");
    case "issued":
      if (state.expiresAt <= now)
        return refuse("grant_expired", "This grant has expired; submit the operation again.");
      if (state.notBefore > now)
        return refuse(
          "grant_not_yet_valid",
          "Its objection window is still open; try again later.",
        );
      return null;
    case "claimed":
    case "succeeded":
    case "failed":
    case "unknown":
    case "lapsed":
      return refuse("already_redeemed", "This grant was redeemed already and can't be used again.");
  }
}

/** Why a grant in this state can't be objected to any more. */
export function objectionRefusal(
  state: Pick<GrantState, "status" | "expiresAt">,
  { objector, comment }: { objector: boolean; comment: string },
  now: Date,
): Refusal | null {
  switch (state.status) {
    case "revoked":
      return refuse("grant_revoked", "Somebody revoked it already. Nothing runs.");
    case "expired":
      return refuse("grant_expired", "The permission has expired already. Nothing runs.");
    case "issued":
      if (state.expiresAt <= now)
        return refuse("grant_expired", "The permission has expired already. Nothing runs.");
      if (!objector)
        return refuse("not_eligible", "Only members of the groups that were asked can object.");
      if (comment.trim() === "")
        return refuse("validation_failed", "Say why: the approvers and the log will show it.");
      return null;
    case "claimed":
    case "succeeded":
    case "failed":
    case "unknown":
    case "lapsed":
      return refuse("already_redeemed", "It was used already, so it can't be revoked any more.");
  }
}

/** The status that a reported outcome leads to; `not_started` lets the claim lapse. */
export const OUTCOME_STATUS = {
  succeeded: "succeeded",
  failed: "failed",
  unknown: "unknown",
  not_started: "lapsed",
} as const satisfies Record<Outcome, GrantStatus>;

/** The grant's next state and its event, or why not. */
export function advance(state: GrantState, command: GrantCommand, now: Date): GrantMove | Refusal {
  switch (command.type) {
    case "claim": {
      const refusal = claimRefusal(state, now);
      return (
        refusal ?? {
          state: { ...state, status: "claimed", reportBy: command.reportBy },
          event: "grant.claimed",
        }
      );
    }
    case "report": {
      const silent = state.status === "unknown" && state.reported === null;
      if (silent || state.status === "claimed") {
        // A late report still counts: it is the only evidence there is.
        const status = OUTCOME_STATUS[command.outcome];
        return {
          state: { ...state, status, reported: command.outcome },
          event: `grant.${status}`,
        };
      }
      return state.status === "issued" || state.status === "revoked" || state.status === "expired"
        ? refuse("not_found", "This grant was never redeemed.")
        : refuse("result_conflict", "A result was reported already.");
    }
    case "revoke":
      return (
        objectionRefusal(state, command, now) ?? {
          state: { ...state, status: "revoked" },
          event: "grant.revoked",
        }
      );
    case "expire":
      return state.status === "issued" && state.expiresAt <= now
        ? { state: { ...state, status: "expired" }, event: "grant.expired" }
        : refuse("already_terminal", "This grant has not reached its end.");
    case "lose":
      return state.status === "claimed" && state.reportBy !== null && state.reportBy <= now
        ? { state: { ...state, status: "unknown" }, event: "grant.unknown" }
        : refuse("already_terminal", "This grant is not waiting for a result.");
  }
}
