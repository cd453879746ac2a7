import { REVERSIBILITIES, type EffectKind } from "@/lib/core/impact";
import { unknownCount } from "../facts";
import {
  EVIDENCE_ARTIFACT,
  quoted,
  type Declared,
  type Effect,
  type Findings,
  type ImpactedResource,
} from "../findings";
import type { SqlAct } from "../sql/act";
import { TECHNIQUE } from "../technique";

/** The worst first: lists are cut at their end. */
const SEVERITY: readonly EffectKind[] = [
  "delete",
  "truncate",
  "recovery_removal",
  "replace",
  "overwrite",
  "unknown",
  "permission_change",
  "detach",
  "stop",
  "create",
];

export const bySeverity = (acts: readonly SqlAct[]): readonly SqlAct[] =>
  acts.toSorted((a, b) => SEVERITY.indexOf(a.effect) - SEVERITY.indexOf(b.effect));

export function effectsOf(acts: readonly SqlAct[]): Effect[] {
  const found = new Map<string, Effect>();
  for (const { effect: kind, by, target } of acts) {
    const effect: Effect = {
      kind,
      by,
      target: target === null ? null : quoted(target.id),
      technique: TECHNIQUE[kind],
      assurance: "parsed",
      evidence: [EVIDENCE_ARTIFACT],
    };
    found.set(JSON.stringify([kind, by, target?.id]), effect);
  }
  return [...found.values()];
}

/** What is hit directly, each once with the worst that is done to it; and what its CASCADE takes along. */
export function resourcesOf(
  acts: readonly SqlAct[],
  dialect: string,
  declared: Declared,
): ImpactedResource[] {
  const found = new Map<string, ImpactedResource>();
  const common = {
    provider: null,
    records: unknownCount(declared.now),
    bytes: unknownCount(declared.now),
    protections: [],
    assurance: "parsed" as const,
    evidence: [EVIDENCE_ARTIFACT],
  };
  for (const { target, effect, cascades } of acts) {
    if (!target) continue;
    const key = `${target.type} ${target.id}`;
    const before = found.get(key);
    const isDeclared = target.id === declared.resource.id;
    found.set(key, {
      ...common,
      id: quoted(target.id),
      type: quoted(target.type),
      name: isDeclared && declared.resource.name ? quoted(declared.resource.name) : null,
      role: "target",
      stateful: before ? worseState(before.stateful, target.stateful) : target.stateful,
      action: before?.action ?? effect,
      depth: 0,
      via: null,
    });
    if (cascades)
      found.set(`${key}/*`, {
        ...common,
        id: `${quoted(target.id)}/*`,
        type: `${dialect}.object`,
        name: "Everything that depends on it",
        role: "cascade",
        stateful: null,
        action: effect,
        depth: 1,
        via: "CASCADE",
      });
  }
  return [...found.values()];
}

const worseState = (a: boolean | null, b: boolean | null): boolean | null =>
  a === true || b === true ? true : a === null || b === null ? null : false;

/** What is undone is only what all acts leave undoable. */
export function reversibilityOf(acts: readonly SqlAct[]): Findings["reversibility"] {
  const rank = ({ undo }: SqlAct) => REVERSIBILITIES.indexOf(undo.value);
  const worst = acts.toSorted((a, b) => rank(b) - rank(a))[0];
  return worst ? { ...worst.undo, until: null, disputed: false } : null;
}

export function targetsOf(acts: readonly SqlAct[]): Findings["targets"] {
  const ids = new Set(
    acts.flatMap(({ target }) => (target ? [`${target.type} ${target.id}`] : [])),
  );
  const all = acts.every(
    ({ target, effect, cascades }) => target !== null && effect !== "unknown" && !cascades,
  );
  return { count: ids.size, bound: all ? "exact" : "at_least" };
}
