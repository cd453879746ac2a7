import type { EffectKind } from "@/lib/core/impact";
import type { LostCopy, Taken, Undo } from "../deeds/deed";
import type { Unknown } from "../findings";

/** What is known of a provider's HTTP API. Data only: a new provider is a new file and a line in find.ts. */
export interface HttpProvider {
  /** First segment of its resource types. */
  readonly name: string;
  readonly title: string;
  /** Whole host names; `*.` for any below. */
  readonly hosts: readonly string[];
  /** Paths that take GraphQL. */
  readonly graphql?: readonly string[];
  /** `DELETE /repos/{owner}/{repo}`; the first that fits counts, and `{…}` fits one segment. */
  readonly routes: Readonly<Record<string, HttpRoute>>;
}

export interface HttpRoute {
  readonly does: readonly EffectKind[];
  readonly noun: string;
  readonly type: string;
  /** The target's id, from the path: `{owner}/{repo}`. */
  readonly id: string;
  readonly stateful: boolean | null;
  readonly undo?: Undo;
  readonly takes?: readonly Taken[];
  readonly recoveryPoints?: readonly LostCopy[];
  readonly unknowns?: readonly Unknown[];
}

export const cascade = (
  name: string,
  type: string,
  via: string,
  stateful: boolean | null = true,
): Taken => ({
  name,
  type,
  role: "cascade",
  stateful,
  via,
});
export const copies = (name: string, type: string, via: string): Taken => ({
  name,
  type,
  role: "recovery_point",
  stateful: true,
  via,
});
export const lost = (because: string): Undo => ({
  value: "irreversible",
  because,
  disputed: false,
});
export const unclear = (because: string): Undo => ({ value: "unknown", because, disputed: false });
