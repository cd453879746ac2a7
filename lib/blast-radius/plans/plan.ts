import type { EffectKind, Reversibility } from "@/lib/core/impact";
import type { JsonObject } from "./json-text";

/** What one entry of a plan would do; `unknown`: an action that this version of us has never heard of. */
export type ChangeKind = "delete" | "replace" | "forget" | "update" | "create" | "none" | "unknown";

/** One entry of a plan, of whichever tool. Every text in it is the sender's, secrets redacted. */
export interface PlannedChange {
  readonly kind: ChangeKind;
  /** What code calls it: unique in the plan, but for deposed objects. */
  readonly address: string;
  /** The type by which we know it: Terraform's, also for what Pulumi calls otherwise. */
  readonly type: string;
  /** The type as the plan has it. */
  readonly ownType: string;
  readonly provider: string | null;
  /** Null where there is none, or where all of it is redacted. */
  readonly before: JsonObject | null;
  readonly after: JsonObject | null;
  /** Members of which the new value is known only once it is applied. */
  readonly afterUnknown: JsonObject | null;
  /** The paths that force a replacement. */
  readonly replacePaths: readonly string[];
  /** Left over from an earlier replacement that failed halfway. */
  readonly deposed: string | null;
  /** Why the tool does it, in its own word. */
  readonly reason: string | null;
  readonly movedFrom: string | null;
  readonly imported: boolean;
  /** The tool's own lock on deletion, where the plan shows it. */
  readonly locked: boolean;
}

/** What is there before and isn't touched: a copy in it may survive. */
export interface KeptResource {
  readonly address: string;
  readonly type: string;
  readonly values: JsonObject;
}

export interface ReadPlan {
  readonly tool: "Terraform" | "OpenTofu" | "Pulumi";
  /** Of the tool, then of its format, for people. */
  readonly version: string;
  readonly changes: readonly PlannedChange[];
  readonly kept: readonly KeptResource[];
  /** Addresses of what changed outside of the tool since its last run. */
  readonly drifted: readonly string[];
  /** Entries that wait for a later plan. */
  readonly deferred: number;
  /** Things that run and of which the plan doesn't say what they do, by name. */
  readonly runs: readonly string[];
  /** Why it can't be applied; null: nothing says that. */
  readonly fails: string | null;
  /** False where the tool says that the plan leaves something out. */
  readonly complete: boolean;
  readonly madeAt: Date | null;
  /** The stack or workspace that it is of, where the plan says so. */
  readonly stack: { readonly project: string; readonly name: string } | null;
}

/** What one entry does to what is there; empty for what only adds, reads, or relabels. */
export interface Impact {
  readonly change: PlannedChange;
  readonly effects: readonly { readonly kind: EffectKind; readonly by: string }[];
  readonly undo: {
    readonly value: Reversibility;
    readonly because: string;
    /** For how many days, where its settings say it. */
    readonly days?: number;
  };
}

/** Not a plan that we read: why, as a sentence. */
export class UnreadablePlan extends Error {
  override readonly name = "UnreadablePlan";
}

export const touches = ({ kind }: PlannedChange): boolean => kind !== "none";
export const destroys = ({ kind }: PlannedChange): boolean =>
  kind === "delete" || kind === "replace" || kind === "unknown";
