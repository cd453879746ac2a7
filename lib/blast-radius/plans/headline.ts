import { quoted, type ClaimVerdict, type Findings } from "../findings";
import { touches, type PlannedChange, type ReadPlan } from "./plan";
import type { LostStore } from "./recovery";
import { statefulType } from "./stateful-types";

const VERBS: Readonly<Record<Exclude<PlannedChange["kind"], "none">, string>> = {
  delete: "deletes",
  replace: "replaces",
  unknown: "does something unknown to",
  forget: "forgets",
  update: "updates",
  create: "creates",
};

/** One sentence from the facts; what contradicts the declaration comes first. */
export function headlineOf(
  plan: ReadPlan,
  lost: readonly LostStore[],
  verdicts: readonly ClaimVerdict[],
  reversibility: Findings["reversibility"],
): string {
  const other = verdicts.find(
    ({ claim, verdict }) => claim === "resource" && verdict === "contradicted",
  );
  const changes = plan.changes.filter(touches);
  const failed = plan.fails === null ? "" : `${plan.fails} `;
  if (changes.length === 0 && plan.runs.length === 0) return `${failed}The plan changes nothing.`;
  const parts = (Object.keys(VERBS) as (keyof typeof VERBS)[]).flatMap((kind) => {
    const count = changes.filter((change) => change.kind === kind).length;
    return count === 0 ? [] : [`${VERBS[kind]} ${count} ${count === 1 ? "resource" : "resources"}`];
  });
  if (plan.runs.length > 0) parts.push(`runs ${plan.runs.length} things that it doesn't show`);
  const what = parts.join(", ");
  return `${failed}${other ? `${other.because} ` : ""}${what.charAt(0).toUpperCase()}${what.slice(1)}${dataIn(lost)}${undoIn(reversibility)}.`;
}

function dataIn(lost: readonly LostStore[]): string {
  const stores = lost.filter(({ change }) => statefulType(change.type) === true);
  for (const [survives, words] of [
    ["no", "data is lost with"],
    ["unknown", "data may be lost with"],
  ] as const) {
    const gone = stores.filter((store) => store.survives === survives);
    if (gone.length === 0) continue;
    const names = gone.slice(0, 2).map(({ change }) => quoted(change.address));
    const more = gone.length > 2 ? ` and ${gone.length - 2} more` : "";
    const along = gone.flatMap(({ points }) => points).filter((point) => point.survives === "no");
    const copies = along.length === 1 ? "a copy" : `${along.length} copies`;
    return `; ${words} ${names.join(", ")}${more}${along.length > 0 ? `, and ${copies} of it too` : ""}`;
  }
  return "";
}

function undoIn(reversibility: Findings["reversibility"]): string {
  switch (reversibility?.value) {
    case "irreversible":
      return "; nothing shows that it can be undone";
    case "unknown":
      return "; whether it can be undone isn't known";
    default:
      return "";
  }
}
