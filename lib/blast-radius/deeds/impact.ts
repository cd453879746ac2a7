import type { EffectKind } from "@/lib/core/impact";
import { unknownCount } from "../facts";
import {
  EVIDENCE_ARTIFACT,
  LISTED_MAX,
  type Declared,
  type Effect,
  type Findings,
  type ImpactedResource,
  type RecoveryPoint,
  type ScopeParam,
} from "../findings";
import { TECHNIQUE } from "../technique";
import { untilOf } from "../undo-window";
import { worstUndo } from "../worst-undo";
import type { Deed, Undo } from "./deed";
import { withoutSecrets } from "./redact";

const PARSED = { assurance: "parsed", evidence: [EVIDENCE_ARTIFACT] } satisfies Partial<Effect>;

/** The report shows fewer; the inventory is asked about all of these. */
const RESOURCES_MAX = 1_000;

/** From the gravest on: what a list that is cut shows first, so that nothing hides behind a hundred others. */
const GRAVITY: readonly EffectKind[] = [
  "recovery_removal",
  "delete",
  "truncate",
  "overwrite",
  "replace",
  "unknown",
  "permission_change",
  "stop",
  "detach",
  "create",
];
const gravityOf = ({ effects }: Deed) =>
  Math.min(...effects.map((kind) => GRAVITY.indexOf(kind)), GRAVITY.length);

export const gravestFirst = (deeds: readonly Deed[]): Deed[] =>
  [...deeds].sort((a, b) => gravityOf(a) - gravityOf(b));

export const effectsOf = (deeds: readonly Deed[]): Effect[] =>
  deeds.flatMap((deed) =>
    deed.effects.map((kind) => ({
      kind,
      by: deed.by,
      target: deed.targets.length > 0 ? withoutSecrets(deed.targets.slice(0, 3).join(", ")) : null,
      technique: deed.technique === undefined ? TECHNIQUE[kind] : deed.technique,
      ...PARSED,
    })),
  );

/** What is hit directly, each once, and what is known to go along. */
export function resourcesOf(deeds: readonly Deed[], { resource, now }: Declared) {
  const found = new Map<string, ImpactedResource>();
  const seen = new Set<string>();
  for (const deed of deeds) {
    const [action] = deed.effects;
    if (!action) continue;
    const common = {
      provider: deed.provider,
      records: unknownCount(now),
      bytes: unknownCount(now),
      protections: [],
      ...PARSED,
    };
    const ids = deed.targets.length > 0 ? deed.targets : [`(not named by ${deed.by})`];
    for (const raw of ids) {
      const known = `${action} ${deed.by} ${deed.type} ${raw}`;
      if (seen.has(known)) continue;
      seen.add(known);
      const id = withoutSecrets(raw);
      const named = raw === resource.id && resource.name !== undefined ? resource.name : null;
      const key = `${deed.type} ${id}`;
      if (found.size >= RESOURCES_MAX && !found.has(key)) break;
      found.set(key, {
        ...common,
        id,
        type: deed.type,
        name: named === null ? null : withoutSecrets(named),
        role: "target",
        stateful: deed.stateful,
        action,
        depth: 0,
        via: null,
      });
      for (const taken of deed.takes)
        found.set(`${taken.type} ${id}/*`, {
          ...common,
          id: `${id}/*`,
          type: taken.type,
          name: taken.name,
          role: taken.role,
          stateful: taken.stateful,
          action: taken.role === "recovery_point" ? "recovery_removal" : action,
          depth: 1,
          via: taken.via,
        });
    }
  }
  return [...found.values()];
}

export function recoveryPointsOf(deeds: readonly Deed[]): RecoveryPoint[] {
  const found = new Map<string, RecoveryPoint>();
  for (const deed of deeds)
    for (const { name, survives, why } of deed.recoveryPoints)
      found.set(name, {
        name,
        taken_at: null,
        survives,
        why,
        last_tested_restore: null,
        failure_domain: null,
        deletable_by: null,
        ...PARSED,
      });
  return [...found.values()];
}

/** Null: nothing needs undoing. */
export function reversibilityOf(deeds: readonly Deed[], now: Date): Findings["reversibility"] {
  return worstUndo(
    deeds
      .filter(({ effects }) => effects.length > 0)
      .map(({ by, undo }) => {
        const { days, ...known }: Undo = undo ?? {
          value: "unknown",
          because: `Nothing is known of how ${by} could be undone.`,
          disputed: false,
        };
        return { ...known, until: untilOf(days, now) };
      }),
  );
}

export const scopeParamsOf = (deeds: readonly Deed[]): ScopeParam[] =>
  deeds.flatMap(({ scope }) => (scope ? [scope] : [])).slice(0, LISTED_MAX);

/** What only adds, beside what does more, is no part of what is hit. */
export const hits = (deeds: readonly Deed[]): readonly Deed[] => {
  const active = deeds.filter(({ effects }) => effects.length > 0);
  const more = active.filter(({ effects }) => effects.some((kind) => kind !== "create"));
  return more.length > 0 ? more : active;
};

/** Exact only where each target is named, each deed surely runs once, and nothing goes along. */
export function targetsOf(deeds: readonly Deed[]): Findings["targets"] {
  const active = hits(deeds);
  const ids = new Set(active.flatMap(({ type, targets }) => targets.map((id) => `${type} ${id}`)));
  if (active.length > 0 && ids.size === 0) return { count: null, bound: "unknown" };
  const exact = active.every(
    (deed) => deed.targets.length > 0 && !deed.more && !deed.conditional && deed.takes.length === 0,
  );
  return { count: ids.size, bound: exact ? "exact" : "at_least" };
}
