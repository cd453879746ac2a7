import { digestOf, type Digest } from "@/client/protocol/digest";
import type { Blackout, Window } from "@/lib/contract/policy";

/** So many people of this group must approve. */
export interface GroupQuorum {
  readonly id: string;
  readonly slug: string;
  readonly approvals: number;
}

/** What is demanded before an operation may run. Durations in whole seconds. */
export interface Demand {
  /** Of the policy; 0 is the rule that is built in. */
  readonly version: number;
  /** Names of the rules that applied, for people. */
  readonly rules: readonly string[];
  /** `deny` beats `review`, which beats `allow`. */
  readonly ruling: "allow" | "review" | "deny";
  /** Why it is denied, by which rules. */
  readonly denials: readonly { readonly rule: string; readonly reason: string }[];
  /** The environment's own reviewer group. */
  readonly group: { readonly id: string; readonly slug: string };
  /** Each must be met, and nobody counts for two; by group id. Empty only where it is allowed or denied. */
  readonly quorum: readonly GroupQuorum[];
  readonly stepUp: boolean;
  readonly typedConfirmation: boolean;
  readonly comment: boolean;
  readonly objectionWindow_s: number;
  readonly grantTtl_s: number;
  /** An operation waits no longer than this; null: as long as its agent asked. */
  readonly expiresIn_s: number | null;
  /** A recovery point that survives may be this old at most; null: none is demanded. */
  readonly recoveryMaxAge_s: number | null;
  /** In one window of each list; a grant isn't valid outside. */
  readonly windows: readonly (readonly Window[])[];
  readonly blackouts: readonly Blackout[];
  /** Groups that are told. */
  readonly notify: readonly { readonly id: string; readonly slug: string }[];
  readonly escalations: readonly {
    readonly after_s: number;
    readonly group: { readonly id: string; readonly slug: string };
  }[];
  readonly allowSoleReviewer: boolean;
}

const GRANT_TTL_S = 300;

/** Where the operation is asked for, as far as a demand goes. */
export interface DemandingEnvironment {
  readonly approvalsRequired: number;
  readonly group: { readonly id: string; readonly slug: string };
}

/** How many people must approve, all told. */
export const approvalsOf = ({ quorum }: Pick<Demand, "quorum">): number =>
  quorum.reduce((sum, { approvals }) => sum + approvals, 0);

/**
 * The rule that is built in: as many approvals as the environment asks for, from its reviewer group.
 * It always applies, so that a rule can only add to it; `allow` alone sets it aside.
 */
export function builtInDemand(environment: DemandingEnvironment): Demand {
  const { approvalsRequired: n, group } = environment;
  return {
    version: 0,
    rules: [`built-in: ${n} ${n === 1 ? "approval" : "approvals"} from ${group.slug}`],
    ruling: "review",
    denials: [],
    group,
    quorum: [{ ...group, approvals: n }],
    stepUp: false,
    typedConfirmation: false,
    comment: false,
    objectionWindow_s: 0,
    grantTtl_s: GRANT_TTL_S,
    expiresIn_s: null,
    recoveryMaxAge_s: null,
    windows: [],
    blackouts: [],
    notify: [],
    escalations: [],
    allowSoleReviewer: false,
  };
}

export const demandDigest = (demand: Demand): Digest => digestOf("countersign.policy.v1", demand);
