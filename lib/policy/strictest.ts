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

function quorumOf(
  demand: Demand,
  { approvals, groups }: Requirement,
  groupOf: GroupLookup,
): GroupQuorum[] {
  const asked = [
    ...demand.quorum,
    ...(approvals === undefined ? [] : [{ ...demand.group, approvals }]),
    ...Object.entries(groups ?? {}).map(([slug, n]) => ({ ...groupOf(slug), approvals: n })),
  ];
  const most = new Map<string, GroupQuorum>();
  for (const one of asked)
    if (one.approvals > (most.get(one.id)?.approvals ?? 0)) most.set(one.id, one);
  return [...most.values()];
}

function least(known: number | null, asked: number | undefined): number | null {
  if (asked === undefined) return known;
  return known === null ? asked : Math.min(known, asked);
}

const bySlug = <T extends { slug: string }>(groups: readonly T[]): T[] => [
  ...new Map(groups.map((group) => [group.slug, group])).values(),
];
