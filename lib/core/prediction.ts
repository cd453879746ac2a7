/** A figure as it was foretold; see CountFact. */
export interface Prediction {
  readonly value: number | null;
  readonly bound: "exact" | "estimate" | "at_least" | "at_most" | "unknown";
}

/** What an enforcement point reports of a figure, where it does. */
export const isCount = (value: unknown): value is number =>
  typeof value === "number" && Number.isSafeInteger(value) && value >= 0;

/** An estimate may be off by half; past that it misled. */
const ESTIMATE_OFF_MAX = 0.5;

/** Whether what was reported bears the prediction out; what wasn't foretold can't fail. */
export function held({ value, bound }: Prediction, reported: number): boolean {
  if (value === null) return true;
  switch (bound) {
    case "exact":
      return reported === value;
    case "at_least":
      return reported >= value;
    case "at_most":
      return reported <= value;
    case "estimate":
      return Math.abs(reported - value) <= Math.max(value, reported) * ESTIMATE_OFF_MAX;
    case "unknown":
      return true;
  }
}
