import type { Assurance, CountFact } from "@/lib/contract/blast-radius";

/** A count that nobody made. It never becomes a zero. */
export const unknownCount = (at: Date, assurance: Assurance = "claimed"): CountFact => ({
  value: null,
  bound: "unknown",
  assurance,
  evidence: [],
  as_of: at.toISOString(),
});

export const countFact = (
  value: number,
  bound: CountFact["bound"],
  from: { assurance: Assurance; evidence: string[]; at: Date },
): CountFact => ({
  value,
  bound,
  assurance: from.assurance,
  evidence: from.evidence,
  as_of: from.at.toISOString(),
});
