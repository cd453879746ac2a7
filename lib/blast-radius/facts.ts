import type { Assurance, CountFact } from "@/lib/contract/blast-radius";
import type { Findings } from "./findings";

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

/** The members of findings that only some analyzers, the inventory or a collector can fill. */
export const notMeasured = (
  at: Date,
): Pick<Findings, "figures" | "outcome" | "sql" | "environments" | "environmentKinds"> => ({
  figures: {
    records_deleted: unknownCount(at),
    records_modified: unknownCount(at),
    bytes: unknownCount(at),
  },
  outcome: { value: "unknown", because: null },
  sql: null,
  environments: null,
  environmentKinds: [],
});
