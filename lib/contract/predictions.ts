import type { BlastRadius } from "./blast-radius";
import type { Outcome } from "@/lib/core/operation";

/** One executed operation: what was foretold, and what its enforcement point reported. */
export interface Foretold {
  readonly operation_id: string;
  readonly action: string;
  readonly resource: { readonly id: string; readonly name: string | null };
  readonly environment: string;
  readonly enforcement_point: string;
  readonly outcome: Outcome;
  readonly reported_at: string;
  readonly predicted: BlastRadius["totals"]["records_deleted"];
  /** Null: it reported no records. */
  readonly reported: number | null;
  /** Null: there is nothing to compare. */
  readonly held: boolean | null;
}

export interface PredictionsView {
  readonly server_time: string;
  readonly items: readonly Foretold[];
}
