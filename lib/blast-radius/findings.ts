import type { BlastRadius, CountFact } from "@/lib/contract/blast-radius";
import type { Artifact, Claims } from "@/lib/contract/operation";
import type { Criticality } from "@/lib/core/inventory";
import type { EnvironmentKind } from "@/lib/core/operation";
import { shortText } from "@/lib/core/untrusted-text";
import type { RegisteredSchema } from "./graphql/compiled-schema";

/** What is being asked, as it was declared: the artifact is held against it. */
export interface Declared {
  readonly operationDigest: string;
  readonly environment: {
    readonly slug: string;
    readonly kind: EnvironmentKind;
  };
  readonly action: string;
  readonly resource: {
    readonly type: string;
    readonly id: string;
    readonly name?: string | undefined;
  };
  readonly params: Readonly<Record<string, unknown>>;
  readonly artifact: Artifact;
  /** Of the content as it was submitted, where `artifact` holds less than that: its secrets are left out. */
  readonly artifactSha256?: string | null;
  readonly claims: Claims;
  readonly now: Date;
  /** Whose API the artifact goes to, where its own host says so; it takes the place of what is declared. */
  readonly provider?: string | null;
  /** What admins registered of the GraphQL API that the enforcement point calls; null: nothing. */
  readonly graphqlSchema?: RegisteredSchema | null;
}

export type Effect = BlastRadius["effects"][number];
export type ImpactedResource = BlastRadius["resources"][number];
export type RecoveryPoint = BlastRadius["recovery_points"][number];
export type ScopeParam = BlastRadius["scope_params"][number];
export type ClaimVerdict = BlastRadius["claims"][number];
/** A question that is open. `topic`: what a registered or measured fact would answer. */
export type Unknown = BlastRadius["unknowns"][number] & { readonly topic?: Topic };
export type Evidence = BlastRadius["evidence"][number];

/** What the inventory or a collector can answer, so that the question goes. */
export type Topic = "records" | "environment" | "recovery" | "dependents" | "name";

/** How much; unknown unless something says so. */
export interface Figures {
  readonly records_deleted: CountFact;
  readonly records_modified: CountFact;
  readonly bytes: CountFact;
}

/** SQL that runs, whole, for a collector that can count what it hits. */
export interface SqlToMeasure {
  readonly dialect: "postgresql" | "mysql";
  readonly text: string;
}

/** What one analyzer found out. All text in it is bounded and made visible: the report is stored and shown. */
export interface Findings {
  readonly analyzer: { readonly name: string; readonly version: string };
  /** `artifact`: read from a file about what runs, which the agent supplied; left out: from what runs itself. */
  readonly basis?: "artifact";
  /** `read`: understood; `unread`: nobody tried; `failed`: tried, and not understood. */
  readonly status: "read" | "unread" | "failed";
  readonly headline: string;
  readonly effects: readonly Effect[];
  readonly scopeParams: readonly ScopeParam[];
  readonly resources: readonly ImpactedResource[];
  readonly recoveryPoints: readonly RecoveryPoint[];
  /**
   * Whether each of several things that are hit has a copy that stays; left out: by the recovery points,
   * of which any one that survives is then enough.
   */
  readonly recovery?: "yes" | "no" | "unknown";
  /** Null: nothing says anything about it. `disputed`: the sources disagree, the worse was taken. */
  readonly reversibility: (BlastRadius["reversibility"] & { readonly disputed: boolean }) | null;
  /** How many things are hit directly; null: not known. */
  readonly targets: {
    readonly count: number | null;
    readonly bound: "exact" | "at_least" | "estimate" | "unknown";
    /** The evidence of who counted them in the live system; otherwise the artifact's own. */
    readonly observedBy?: string;
  };
  readonly figures: Figures;
  readonly outcome: {
    readonly value: BlastRadius["outcome"];
    readonly because: string | null;
  };
  /** Null: there is nothing that a collector could count. */
  readonly sql: SqlToMeasure | null;
  /** Null: nothing but the submission says which environment is hit. */
  readonly environments: BlastRadius["environments"] | null;
  /** The kinds of the environments that evidence names, beside the submission's. */
  readonly environmentKinds: readonly EnvironmentKind[];
  /** What admins have registered of what is hit; left out: nothing is. */
  readonly criticalities?: readonly Criticality[];
  /** Where the artifact doesn't bear out the declared operation, and where it does. */
  readonly verdicts: readonly ClaimVerdict[];
  readonly unknowns: readonly Unknown[];
  readonly evidence: readonly Evidence[];
}

/** Lists in a report are cut here, and the report says so. */
export const LISTED_MAX = 100;

/** An agent's value as it may stand in a report: visible, on one line, bounded. */
export const quoted = (value: string): string =>
  PLAIN.test(value) ? value : shortText(value, { head: 420, tail: 80 });

/** Short enough, and nothing in it that could hide: a plan says thousands of these. */
const PLAIN = /^[\x20-\x7e]{0,500}$/;

export const EVIDENCE_SUBMISSION = "submission";
export const EVIDENCE_ARTIFACT = "artifact";
