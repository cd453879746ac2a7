import type { EffectKind } from "@/lib/core/impact";
import { quoted } from "../findings";
import type { Impact, PlannedChange } from "./plan";
import { isAccess, isOpaque, statefulType } from "./stateful-types";
import { changedMembers, loweredBy, onlyLabels } from "./updates";

/** Settings that, once changed, stay changed: there is no way back to an earlier engine. */
const ONE_WAY = [
  "engine_version",
  "engine",
  "database_version",
  "version",
  "kubernetes_version",
  "major_engine_version",
];

export function updateImpact(change: PlannedChange): Impact {
  const { type, before, after } = change;
  const label = quoted(change.address);
  const changed = changedMembers(before, after, change.afterUnknown);
  if (onlyLabels(changed))
    return { change, effects: [], undo: { value: "reversible", because: "" } };
  const lowered = loweredBy(before, after, changed);
  const effects: { kind: EffectKind; by: string }[] = lowered.map(({ words }) => ({
    kind: "recovery_removal",
    by: `update of ${quoted(words)}`,
  }));
  if (isAccess(type)) effects.push({ kind: "permission_change", by: "update" });
  else if (isOpaque(type)) effects.push({ kind: "unknown", by: "update" });
  else effects.push({ kind: "overwrite", by: named(changed) });
  const gone = lowered.find(({ comesBack }) => !comesBack);
  const oneWay = ONE_WAY.find((name) => changed?.includes(name));
  if (gone)
    return {
      change,
      effects,
      undo: {
        value: "irreversible",
        because: `${label}: what ${gone.path} kept doesn't come back.`,
      },
    };
  if (changed === null || oneWay !== undefined || isOpaque(type) || statefulType(type) === null)
    return {
      change,
      effects,
      undo: {
        value: "unknown",
        because: oneWay
          ? `${label}: whether ${oneWay} can be set back isn't known.`
          : `Whether the update of ${label} can be undone isn't known.`,
      },
    };
  return {
    change,
    effects,
    undo: {
      value: "reversible",
      because: `${label} is changed in place; the plan holds its earlier settings.`,
    },
  };
}

const named = (changed: readonly string[] | null) =>
  changed === null || changed.length === 0
    ? "update"
    : `update of ${quoted(changed.slice(0, 5).join(", "))}${changed.length > 5 ? ` and ${changed.length - 5} more` : ""}`;
