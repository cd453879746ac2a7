import type { ErrorCode } from "./error";
import type { GrantStatus, OperationStatus, Outcome } from "./operation";

/**
 * operation:  pending ──► approved | denied | expired | cancelled      (exactly one move)
 *
 * grant:      issued ──► claimed ──► succeeded | failed | unknown
 *                │ │                └► lapsed   (the enforcement point reports not_started)
 *                │ └► revoked
 *                └──► expired
 *
 * Pure: time comes in as `now`. The database's guarded UPDATEs carry the same rules in their WHERE;
 * this table says what a command leads to and, where it is refused, which refusal to show.
 */

export interface OperationState {
  readonly status: OperationStatus;
  readonly expiresAt: Date;
  readonly approvalsRequired: number;
  /** Who approved so far; nobody counts twice. */
  readonly approvedBy: readonly string[];
}

export type OperationCommand =
  | {
      readonly type: "approve";
      readonly by: string;
      readonly standing: Standing;
    }
  | { readonly type: "deny"; readonly by: string; readonly standing: Standing }
  | { readonly type: "cancel" }
  | { readonly type: "expire" };

/** What a person is to one operation. `self`: owns the agent, made its key, or operates the enforcement point. */
export type Standing = "eligible" | "self" | "none";

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
      if (state.approvedBy.includes(command.by))
        return refuse("already_decided", "You approved this already; another reviewer must.");
      const approvedBy = [...state.approvedBy, command.by];
      return approvedBy.length >= state.approvalsRequired
        ? { state: { ...state, approvedBy, status: "approved" }, event: "operation.approved" }
        : { state: { ...state, approvedBy }, event: "operation.approval_given" };
    }
  }
}

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
  | { readonly type: "revoke" }
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
      return state.status === "issued" && state.expiresAt > now
        ? { state: { ...state, status: "revoked" }, event: "grant.revoked" }
        : refuse("already_redeemed", "Only a grant that nobody has claimed can be revoked.");
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
