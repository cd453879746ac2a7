import { planDiff } from "@/lib/blast-radius/plans/diff";
import type { PlanView, Shown } from "@/lib/contract/review";

/** The plan that would be applied, for the page; null where it is none, or none that can be read. */
export const planOf = ({ artifact }: Shown): PlanView | null =>
  artifact.kind === "terraform_plan" && artifact.content !== null
    ? planDiff(artifact.content)
    : null;
