import { EVIDENCE_ARTIFACT, quoted, type RecoveryPoint } from "../findings";
import { isObject, type JsonObject } from "./json-text";
import { fateOf } from "./fate";
import type { Fate } from "./fate-rules";
import { destroys, type PlannedChange, type ReadPlan } from "./plan";
import { ID_MEMBERS, recoveryType, TAKEN_MEMBERS } from "./recovery-types";
import { isHidden } from "./settings";
import { statefulType } from "./stateful-types";

/** A store that the plan destroys, with all copies of it that the plan knows of. */
export interface LostStore {
  readonly change: PlannedChange;
  readonly fate: Fate;
  readonly points: readonly RecoveryPoint[];
  readonly survives: "yes" | "no" | "unknown";
}

/** What is destroyed and may hold data, and for each whether a copy of it is left. */
export function lostStores(plan: ReadPlan): LostStore[] {
  const stores = plan.changes.filter(
    (change) =>
      destroys(change) && statefulType(change.type) !== false && recoveryType(change.type) === null,
  );
  const copies = linked(plan, stores);
  return stores.map((change) => {
    const fate = fateOf(change);
    const points = [
      ...fate.copies.map((copy) =>
        pointOf(`${copy.name} of ${quoted(change.address)}`, copy.survives, copy.why, null),
      ),
      ...(copies.get(change) ?? []),
    ];
    return { change, fate, points, survives: survivalOf(fate, points) };
  });
}

function survivalOf(fate: Fate, points: readonly RecoveryPoint[]): LostStore["survives"] {
  if (points.some(({ survives }) => survives === "yes")) return "yes";
  if (["reversible", "soft_delete_window", "restorable", "rebuildable"].includes(fate.value))
    return "yes";
  return fate.value === "irreversible" ? "no" : "unknown";
}

/** Copies in the plan itself or in its prior state, by the id that they name as their source. */
function linked(
  plan: ReadPlan,
  stores: readonly PlannedChange[],
): Map<PlannedChange, RecoveryPoint[]> {
  let byId: ReadonlyMap<string, readonly PlannedChange[]> | null = null;
  const found = new Map<PlannedChange, RecoveryPoint[]>();
  const link = (
    type: string,
    values: JsonObject | null,
    point: (store: PlannedChange) => RecoveryPoint,
  ) => {
    const recovery = recoveryType(type);
    if (!recovery?.copy || values === null) return;
    byId ??= byTheirIds(stores);
    for (const source of recovery.by.flatMap((name) => textsOf(values[name])))
      for (const store of byId.get(source) ?? [])
        if (recovery.of.includes(store.type)) append(found, store, () => point(store));
  };
  for (const change of plan.changes)
    if (destroys(change))
      link(change.type, change.before, (store) =>
        pointOf(
          quoted(change.address),
          "no",
          `The same plan destroys it together with ${quoted(store.address)}.`,
          change.before,
        ),
      );
  for (const { address, type, values } of plan.kept)
    link(type, values, (store) =>
      pointOf(
        quoted(address),
        "yes",
        `It is a copy of ${quoted(store.address)} of its own, and the plan doesn't touch it.`,
        values,
      ),
    );
  return found;
}

function byTheirIds(stores: readonly PlannedChange[]): Map<string, PlannedChange[]> {
  const byId = new Map<string, PlannedChange[]>();
  for (const store of stores)
    for (const id of new Set(idsOf(store.before))) append(byId, id, () => store);
  return byId;
}

/** What names more than this many names none of them. */
const LINKED_MAX = 100;

function append<K, V>(lists: Map<K, V[]>, key: K, value: () => V): void {
  const list = lists.get(key);
  if (!list) lists.set(key, [value()]);
  else if (list.length < LINKED_MAX) list.push(value());
}

const pointOf = (
  name: string,
  survives: RecoveryPoint["survives"],
  why: string,
  values: JsonObject | null,
): RecoveryPoint => ({
  name,
  taken_at: takenAt(values),
  survives,
  why,
  last_tested_restore: null,
  failure_domain: null,
  deletable_by: null,
  assurance: "artifact",
  evidence: [EVIDENCE_ARTIFACT],
});

/** Copies that are destroyed, and whatever makes or keeps them, as far as no store above has them. */
export const lostRecovery = (plan: ReadPlan, listed: readonly RecoveryPoint[]): RecoveryPoint[] => {
  const names = new Set(listed.map(({ name }) => name));
  return plan.changes
    .filter(
      (change) =>
        destroys(change) &&
        recoveryType(change.type) !== null &&
        !names.has(quoted(change.address)),
    )
    .map((change) => pointOf(quoted(change.address), "no", "The plan destroys it.", change.before));
};

/** Ids of ours to compare; what is redacted looks alike without being so. */
const idsOf = (values: JsonObject | null): string[] =>
  values === null ? [] : ID_MEMBERS.flatMap((name) => textsOf(values[name]));

function textsOf(value: unknown): string[] {
  if (Array.isArray(value)) return value.slice(0, 1000).flatMap(textsOf);
  return typeof value === "string" && value !== "" && !isHidden(value) ? [value] : [];
}

function takenAt(values: JsonObject | null): string | null {
  if (!isObject(values)) return null;
  for (const name of TAKEN_MEMBERS) {
    const value = values[name];
    const at = typeof value === "string" ? new Date(value) : null;
    if (at && !Number.isNaN(at.getTime())) return at.toISOString();
  }
  return null;
}
