import { Unanswered, work } from "@/lib/blast-radius/heavy";
import type { PlanView, Shown } from "@/lib/contract/review";

/** The plan that would be applied, for the page; null where it is none, or none that can be read. */
export async function planOf({ artifact }: Shown): Promise<PlanView | null> {
  if (artifact.kind !== "terraform_plan" || artifact.content === null) return null;
  try {
    return await work("planDiff", artifact.content.length, artifact.content);
  } catch (error) {
    if (error instanceof Unanswered) return null;
    throw error;
  }
}
