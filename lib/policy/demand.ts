import { digestOf, type Digest } from "@/client/protocol/digest";

/** What a policy demands before an operation may run. Durations in whole seconds. */
export interface Demand {
  /** 0 is the rule that is built in. */
  readonly version: number;
  /** Names of the rules that applied, for people. */
  readonly rules: readonly string[];
  readonly approvals: number;
  readonly group: { readonly id: string; readonly slug: string };
  readonly grantTtl_s: number;
  readonly objectionWindow_s: number;
}

const GRANT_TTL_S = 300;

/**
 * The one place that says what an operation needs. For now a single built-in rule: as many approvals
 * as its environment asks for, from that environment's reviewer group. It reads neither the agent's
 * reason nor its claims, and no figure can lower it.
 */
export function demandFor(environment: {
  slug: string;
  approvalsRequired: number;
  group: { id: string; slug: string };
}): Demand {
  const n = environment.approvalsRequired;
  return {
    version: 0,
    rules: [`built-in: ${n} ${n === 1 ? "approval" : "approvals"} from ${environment.group.slug}`],
    approvals: n,
    group: environment.group,
    grantTtl_s: GRANT_TTL_S,
    objectionWindow_s: 0,
  };
}

export const demandDigest = (demand: Demand): Digest => digestOf("countersign.policy.v1", demand);
