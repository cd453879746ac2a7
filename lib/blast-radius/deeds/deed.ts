import type { EffectKind } from "@/lib/core/impact";
import type { Effect, ScopeParam, Unknown } from "../findings";
import type { MutationRule } from "../providers/provider";

export type Undo = MutationRule["reversibility"];
export type Taken = MutationRule["takes"][number];
export type LostCopy = MutationRule["recoveryPoints"][number];

/** One thing that an artifact does, in whatever language it says so: a command, a request, an object. */
export interface Deed {
  /** What does it, fit to be shown: without the agent's values, which may be secrets. */
  readonly by: string;
  /** Empty where it only reads or adds. */
  readonly effects: readonly EffectKind[];
  /** Where it is more exact than the effect's own. */
  readonly technique?: Effect["technique"];
  /** What it is done to: singular, as in "volume". */
  readonly noun: string;
  readonly type: string;
  readonly provider: string | null;
  /** Ids as the artifact names them. */
  readonly targets: readonly string[];
  /** It hits, or may hit, more than it names: a pattern, a value that only the run knows. */
  readonly more: boolean;
  readonly stateful: boolean | null;
  readonly undo: Undo | null;
  readonly takes: readonly Taken[];
  readonly recoveryPoints: readonly LostCopy[];
  readonly unknowns: readonly Unknown[];
  readonly scope: ScopeParam | null;
  /** It stands under a condition or in a loop: it may not run, or run often. */
  readonly conditional: boolean;
}

/** What most deeds leave open. */
export const PLAIN_DEED = {
  noun: "target",
  type: "unknown",
  provider: null,
  targets: [],
  more: false,
  stateful: null,
  undo: null,
  takes: [],
  recoveryPoints: [],
  unknowns: [],
  scope: null,
  conditional: false,
} as const satisfies Partial<Deed>;

export const ASK_THE_AGENT =
  "Deny, and ask the agent for an artifact that says only what it will do, in plain words.";
