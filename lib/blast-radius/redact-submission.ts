import { withContent } from "./plans/with-content";
import { redactPlan, WITHHELD } from "./redact-plan";

/** A submission's text with its plan redacted; null: there is nothing in the plan to leave out. */
export function redactSubmission(submission: string, plan: string): string | null {
  const redacted = redactPlan(plan);
  return redacted === plan ? null : withContent(submission, redacted);
}

/** The same where the plan can't be looked through. */
export const withholdPlan = (submission: string): string => withContent(submission, WITHHELD);
