import type { EffectKind, Reversibility } from "@/lib/core/impact";
import type { Topic } from "../findings";

/**
 * What is known of a provider's API that its requests don't say. Data only: a new provider is a new
 * file here and a line in find.ts. In texts, `{target}` stands for the id that the request names.
 */
export interface Provider {
  /** First segment of its actions and resource types. */
  readonly name: string;
  readonly title: string;
  /** Grows with every change of the rules, so that an old report says what it was judged by. */
  readonly version: string;
  readonly mutations: Readonly<Record<string, MutationRule>>;
}

export interface MutationRule {
  readonly effects: readonly EffectKind[];
  /** What it acts on: singular, as in "volume". */
  readonly noun: string;
  readonly resourceType: string;
  /** The argument that names its target; a path where it is inside an input object. */
  readonly target: string;
  /** The argument that limits it to an environment; null: the API has none. */
  readonly environment: string | null;
  /** Whether its target holds data; null: depends. */
  readonly stateful: boolean | null;
  /** What goes along with the target without being named. */
  readonly takes: readonly {
    readonly name: string;
    readonly type: string;
    readonly role: "cascade" | "recovery_point";
    readonly stateful: boolean | null;
    readonly via: string;
  }[];
  readonly recoveryPoints: readonly {
    readonly name: string;
    readonly survives: "yes" | "no" | "unknown";
    readonly why: string;
  }[];
  readonly reversibility: {
    readonly value: Reversibility;
    readonly because: string;
    /** The provider's own sources disagree, so that neither yes nor no can be relied on. */
    readonly disputed: boolean;
    /** For how many days after the deletion it can be undone, where that is sure. */
    readonly days?: number;
  };
  readonly unknowns: readonly {
    readonly what: string;
    readonly why: string;
    readonly resolve: string;
    readonly topic?: Topic;
  }[];
}
