import { REVERSIBILITIES, type Reversibility } from "@/lib/core/impact";
import { quoted, type Findings } from "../findings";
import type { Impact, ReadPlan } from "./plan";
import { untilOf } from "../undo-window";
import { worstUndo } from "../worst-undo";
import type { LostStore } from "./recovery";

/** The worst of all: a plan is undone only where all of it is. What has a copy of its own counts as restorable. */
export function reversibilityOf(
  impacts: readonly Impact[],
  lost: readonly LostStore[],
  plan: ReadPlan,
  now: Date,
): Findings["reversibility"] {
  const copies = new Map(lost.map((store) => [store.change, store]));
  const each = impacts.map<Impact["undo"]>(({ change, undo }) => {
    const copy = copies.get(change)?.points.find(({ survives }) => survives === "yes");
    const helps = copy !== undefined && rank(undo.value) > rank("restorable");
    return helps
      ? { value: "restorable", because: `${quoted(change.address)}: ${copy.name} stays.` }
      : undo;
  });
  if (plan.runs.length > 0)
    each.push({
      value: "unknown",
      because: `What ${quoted(plan.runs[0] ?? "")} runs isn't in the plan.`,
    });
  const worst = worstUndo(
    each.map(({ days, ...undo }) => ({ ...undo, until: untilOf(days, now) })),
  );
  if (worst === null) return null;
  const alike = each.filter(({ value }) => value === worst.value).length - 1;
  return {
    value: worst.value,
    until: worst.until,
    because: alike > 0 ? `${worst.because} The same goes for ${alike} more.` : worst.because,
    disputed: false,
  };
}

const rank = (value: Reversibility) => REVERSIBILITIES.indexOf(value);
