import { quoted } from "../findings";
import { FATE_RULES, type Fate } from "./fate-rules";
import type { PlannedChange } from "./plan";
import { emptyOnly } from "./settings";
import { statefulType } from "./stateful-types";

/** Whether anything of a destroyed thing is left. Settings that aren't there or are redacted leave it unknown. */
export function fateOf({ type, before, address }: PlannedChange): Fate {
  const label = quoted(address);
  const stateful = statefulType(type);
  if (stateful === false)
    return {
      value: "rebuildable",
      because: `${label} can be made again from its configuration.`,
      copies: [],
    };
  if (before === null)
    return {
      value: "unknown",
      because: `The plan doesn't show the settings of ${label}.`,
      copies: [],
    };
  const guard = emptyOnly(type, before);
  if (guard !== null)
    return {
      value: "rebuildable",
      because: `${label} is deleted only while it is empty: ${guard} is off.`,
      copies: [],
    };
  const rule = Object.hasOwn(FATE_RULES, type) ? FATE_RULES[type] : undefined;
  if (rule) {
    const { because, ...fate } = rule(before);
    return { ...fate, because: `${label}: ${because}` };
  }
  return {
    value: "unknown",
    because:
      stateful === null
        ? `What ${label} holds isn't known: Countersign doesn't know the type ${quoted(type)}.`
        : `${label} holds data, and nothing in the plan shows that a copy is kept.`,
    copies: [],
  };
}
