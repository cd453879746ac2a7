import { countText } from "@/components/blast-radius/count";
import type { Shown } from "@/lib/contract/review";
import { visibleText } from "@/lib/core/untrusted-text";
import { demandsOf, quorumText } from "./demanded";

/** One thing that a decision rests on, in words, to tell what changed while a page was open. */
export interface Figure {
  readonly label: string;
  readonly value: string;
}

/** What of `shown` can move after submission; the operation itself can't. */
export function figuresOf(shown: Shown): Figure[] {
  const { report, environment } = shown;
  const count = (verdict: string) =>
    String(report.claims.filter((claim) => claim.verdict === verdict).length);
  const survivors = report.recovery_points.filter((point) => point.survives === "yes").length;
  const figures: [label: string, value: string][] = [
    ["Environment", `${environment.name} (${environment.kind})`],
    ["Risk", shown.risk],
    ["What is destroyed", report.headline],
    ["Resources", countText(report.totals.resources) ?? "not known"],
    ["Records deleted", countText(report.totals.records_deleted) ?? "not known"],
    ["Records changed", countText(report.totals.records_modified) ?? "not known"],
    ["Can it be undone", report.reversibility.because],
    ["Recovery points that survive", `${survivors} of ${report.recovery_points.length}`],
    ["Claims contradicted", count("contradicted")],
    ["Open unknowns", String(report.unknowns.length)],
    ["Approvals needed", quorumText(shown.policy.quorum)],
    ["The policy also wants", demandsOf(shown).join("; ") || "nothing"],
    ["Enforcement point", shown.enforcement_point.name],
    ["Agent", shown.agent.name],
  ];
  return figures.map(([label, value]) => ({ label, value: visibleText(value) }));
}

export interface Difference {
  readonly label: string;
  readonly before: string;
  readonly now: string;
}

export function differencesBetween(
  before: readonly Figure[],
  now: readonly Figure[],
): Difference[] {
  return now.flatMap(({ label, value }) => {
    const old = before.find((figure) => figure.label === label)?.value ?? "";
    return old === value ? [] : [{ label, before: old, now: value }];
  });
}
