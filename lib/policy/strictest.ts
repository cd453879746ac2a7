import { canonicalJson } from "@/client/protocol/canonical";
import type { Requirement } from "@/lib/contract/policy";
import type { Demand, GroupQuorum } from "./demand";

/** A group by its slug. Throws where none has it: what it asked for must not be lost. */
export type GroupLookup = (slug: string) => { readonly id: string; readonly slug: string };

/** A demand and one rule's requirement: of each part the stricter, so that a rule never loosens. */
export function addRequirement(
  demand: Demand,
  { name, require }: { name: string; require: Requirement },
  groupOf: GroupLookup,
): Demand {
  return {
    ...demand,
    rules: [...demand.rules, name],
    quorum: quorumOf(demand, require, groupOf),
    stepUp: demand.stepUp || require.step_up !== undefined,
    typedConfirmation: demand.typedConfirmation || require.typed_confirmation === true,
    comment: demand.comment || require.comment === true,
    objectionWindow_s: Math.max(demand.objectionWindow_s, require.objection_window ?? 0),
    grantTtl_s: Math.min(demand.grantTtl_s, require.grant_ttl ?? Infinity),
    expiresIn_s: least(demand.expiresIn_s, require.expires_in),
    recoveryMaxAge_s: least(demand.recoveryMaxAge_s, require.recovery?.max_age),
    windows: require.windows ? [...demand.windows, require.windows] : demand.windows,
    blackouts: [...demand.blackouts, ...(require.blackouts ?? [])],
    notify: bySlug([...demand.notify, ...(require.notify ?? []).map(groupOf)]),
    escalations: require.escalate
      ? [
          ...demand.escalations,
          { after_s: require.escalate.after, group: groupOf(require.escalate.group) },
        ]
      : demand.escalations,
  };
}

/** What people were asked for, and what is demanded by now: of each part the stricter, so that nothing is waived. */
export function strictestOf(asked: Demand, now: Demand): Demand {
  return {
    ...now,
    rules: distinct([...asked.rules, ...now.rules]),
    group: asked.group,
    quorum: mostOf([...asked.quorum, ...now.quorum]),
    stepUp: asked.stepUp || now.stepUp,
    typedConfirmation: asked.typedConfirmation || now.typedConfirmation,
    comment: asked.comment || now.comment,
    objectionWindow_s: Math.max(asked.objectionWindow_s, now.objectionWindow_s),
    grantTtl_s: Math.min(asked.grantTtl_s, now.grantTtl_s),
    expiresIn_s: least(asked.expiresIn_s, now.expiresIn_s),
    recoveryMaxAge_s: least(asked.recoveryMaxAge_s, now.recoveryMaxAge_s),
    windows: distinct([...asked.windows, ...now.windows]),
    blackouts: distinct([...asked.blackouts, ...now.blackouts]),
    notify: bySlug([...asked.notify, ...now.notify]),
    escalations: distinct([...asked.escalations, ...now.escalations]),
    allowSoleReviewer: asked.allowSoleReviewer && now.allowSoleReviewer,
  };
}

function quorumOf(
  demand: Demand,
  { approvals, groups }: Requirement,
  groupOf: GroupLookup,
): GroupQuorum[] {
  return mostOf([
    ...demand.quorum,
    ...(approvals === undefined ? [] : [{ ...demand.group, approvals }]),
    ...Object.entries(groups ?? {}).map(([slug, n]) => ({ ...groupOf(slug), approvals: n })),
  ]);
}

/** Of each group the most that is asked. */
function mostOf(asked: readonly GroupQuorum[]): GroupQuorum[] {
  const most = new Map<string, GroupQuorum>();
  for (const one of asked)
    if (one.approvals > (most.get(one.id)?.approvals ?? 0)) most.set(one.id, one);
  return [...most.values()];
}

function least(known: number | null, asked: number | null = null): number | null {
  if (asked === null) return known;
  return known === null ? asked : Math.min(known, asked);
}

const bySlug = <T extends { slug: string }>(groups: readonly T[]): T[] => [
  ...new Map(groups.map((group) => [group.slug, group])).values(),
];

const distinct = <T>(all: readonly T[]): T[] => [
  ...new Map(all.map((one) => [canonicalJson(one), one])).values(),
];
