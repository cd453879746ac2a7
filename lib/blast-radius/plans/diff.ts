import type { PlanRow, PlanView } from "@/lib/contract/review";
import { quoted } from "../findings";
import { impactsOf } from "./impact";
import { memberOf, parseJsonText, UnreadableJson, type JsonObject } from "./json-text";
import { touches, UnreadablePlan, type PlannedChange } from "./plan";
import { readPlan } from "./read-plan";
import { recoveryType } from "./recovery-types";
import { isHidden } from "./settings";
import { statefulType } from "./stateful-types";
import { changedMembers } from "./updates";

/** What a page can bear of one resource; the plan itself stands below. */
const MEMBERS_MAX = 20;

/** A part of a redacted plan, resource by resource, the most dangerous first; null: it can't be read. */
export function planDiff(
  redacted: string,
  { from, count }: { from: number; count: number },
): PlanView | null {
  try {
    const { changes, ...plan } = readPlan(parseJsonText(redacted).value);
    const hit = impactsOf({ changes, ...plan }).map(({ change }) => change);
    const ordered = new Set([...hit, ...changes.filter(touches)]);
    return {
      tool: plan.tool,
      rows: [...ordered].slice(from, from + count).map(toRow),
      hidden: Math.max(0, ordered.size - from - count),
    };
  } catch (error) {
    if (error instanceof UnreadablePlan || error instanceof UnreadableJson) return null;
    throw error;
  }
}

function toRow(change: PlannedChange): PlanRow {
  const { kind, before, after, afterUnknown } = change;
  const names = namesOf(change);
  return {
    kind: kind === "none" ? "unknown" : kind,
    address: quoted(change.address),
    type: quoted(change.ownType),
    holds: recoveryType(change.type)
      ? "copies"
      : statefulType(change.type) === null
        ? "perhaps_data"
        : statefulType(change.type)
          ? "data"
          : "nothing",
    members: names.slice(0, MEMBERS_MAX).map((name) => ({
      name: quoted(name),
      before: kind === "create" ? null : text(memberOf(before, name)),
      after:
        kind === "delete" || kind === "forget"
          ? null
          : memberOf(afterUnknown, name) === true
            ? "(known once it is applied)"
            : text(memberOf(after, name)),
      hidden: isHidden(memberOf(before, name)) || isHidden(memberOf(after, name)),
    })),
    hidden: Math.max(0, names.length - MEMBERS_MAX),
  };
}

/** What changes; of what comes or goes, all that is set. */
function namesOf({ kind, before, after, afterUnknown }: PlannedChange): string[] {
  if (kind === "update" || kind === "replace")
    return changedMembers(before, after, afterUnknown) ?? [];
  const values: JsonObject = before ?? after ?? {};
  return Object.keys(values).filter((name) => !isUnset(values[name]));
}

const isUnset = (value: unknown): boolean =>
  value === null ||
  value === "" ||
  (typeof value === "object" && Object.values(value).every(isUnset));

const text = (value: unknown): string | null =>
  value === undefined || value === null
    ? null
    : quoted(typeof value === "string" ? value : JSON.stringify(value));
