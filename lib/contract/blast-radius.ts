import { z } from "@hono/zod-openapi";
import { EFFECT_KINDS, REVERSIBILITIES } from "@/lib/core/impact";
import { DigestSchema, TimeSchema } from "./scalar";

/** `blast_radius/1`: what an operation would destroy, each figure with the evidence it rests on. */
export const AssuranceSchema = z.enum(["claimed", "parsed", "artifact", "inventory", "observed"]);
export const BoundSchema = z.enum(["exact", "estimate", "at_least", "at_most", "unknown"]);

const factOf = <T extends z.ZodType>(value: T) =>
  z.strictObject({
    value: value.nullable(),
    bound: BoundSchema,
    assurance: AssuranceSchema,
    /** Ids of entries in `evidence`. */
    evidence: z.array(z.string()),
    as_of: TimeSchema,
  });

export const CountFactSchema = factOf(z.int().nonnegative()).openapi("CountFact");
export const NamesFactSchema = factOf(z.array(z.string())).openapi("NamesFact");

export const EffectKindSchema = z.enum(EFFECT_KINDS);
export const ReversibilitySchema = z.enum(REVERSIBILITIES);
export const VerdictOnClaimSchema = z.enum(["supported", "contradicted", "unverifiable"]);

export const EffectSchema = z.strictObject({
  kind: EffectKindSchema,
  /** What does it, as written in the artifact: a mutation's name, a statement. */
  by: z.string(),
  /** What it is done to, where the evidence says so. */
  target: z.string().nullable(),
  /** MITRE ATT&CK impact technique. */
  technique: z.enum(["T1485", "T1489", "T1490", "T1531", "T1561"]).nullable(),
  assurance: AssuranceSchema,
  evidence: z.array(z.string()),
});

export const ScopeParamSchema = z.strictObject({
  call: z.string(),
  /** The arguments, as written; a variable is followed to its value. */
  arguments: z.array(z.strictObject({ name: z.string(), value: z.string() })),
  /** The argument that names an environment, or null when the request carries none. */
  environment_argument: z.string().nullable(),
  note: z.string(),
});

export const ImpactedResourceSchema = z.strictObject({
  id: z.string(),
  type: z.string(),
  name: z.string().nullable(),
  /** As an admin registered it, raw; absent where the inventory has no name of its own for it. */
  registered_name: z.string().optional(),
  provider: z.string().nullable(),
  role: z.enum(["target", "cascade", "dependent", "recovery_point"]),
  stateful: z.boolean().nullable(),
  action: EffectKindSchema,
  records: CountFactSchema,
  bytes: CountFactSchema,
  depth: z.int().nonnegative(),
  via: z.string().nullable(),
  protections: z.array(z.string()),
  assurance: AssuranceSchema,
  evidence: z.array(z.string()),
});

export const RecoveryPointSchema = z.strictObject({
  name: z.string(),
  taken_at: TimeSchema.nullable(),
  survives: z.enum(["yes", "no", "unknown"]),
  why: z.string(),
  last_tested_restore: TimeSchema.nullable(),
  /** What it lives in, and so may die with, as `type:id`. */
  failure_domain: z.string().nullable(),
  /** The credential that can delete it. */
  deletable_by: z.string().nullable(),
  assurance: AssuranceSchema,
  evidence: z.array(z.string()),
});

export const ClaimVerdictSchema = z.strictObject({
  claim: z.string(),
  said: z.string(),
  verdict: VerdictOnClaimSchema,
  because: z.string(),
  assurance: AssuranceSchema,
  evidence: z.array(z.string()),
});

export const UnknownSchema = z.strictObject({
  what: z.string(),
  why: z.string(),
  resolve: z.string(),
});

export const EvidenceSchema = z.strictObject({
  id: z.string(),
  source: AssuranceSchema,
  tool: z.string(),
  query: z.string().nullable(),
  at: TimeSchema,
  digest: DigestSchema.nullable(),
});

export const BlastRadiusSchema = z
  .strictObject({
    version: z.literal("blast_radius/1"),
    operation_digest: DigestSchema,
    computed_at: TimeSchema,
    valid_until: TimeSchema,
    analyzer: z.strictObject({ name: z.string(), version: z.string() }),
    status: z.enum(["computed", "partial", "claimed_only", "conflicting", "failed"]),
    headline: z.string(),
    effects: z.array(EffectSchema),
    environments: NamesFactSchema,
    scope_params: z.array(ScopeParamSchema),
    resources: z.array(ImpactedResourceSchema),
    totals: z.strictObject({
      resources: CountFactSchema,
      records_deleted: CountFactSchema,
      records_modified: CountFactSchema,
      bytes: CountFactSchema,
      by_type: z.array(z.strictObject({ type: z.string(), count: z.int().nonnegative() })),
      truncated: z.boolean(),
    }),
    outcome: z.enum(["will_apply", "will_fail", "unknown"]),
    /** Why it would fail, or why it isn't known; null where nothing looked at it. */
    outcome_because: z.string().nullable(),
    reversibility: z.strictObject({
      value: ReversibilitySchema,
      until: TimeSchema.nullable(),
      because: z.string(),
    }),
    recovery_points: z.array(RecoveryPointSchema),
    claims: z.array(ClaimVerdictSchema),
    unknowns: z.array(UnknownSchema),
    evidence: z.array(EvidenceSchema),
    risk: z.strictObject({
      level: z.enum(["low", "medium", "high", "critical"]),
      /** The facts that decided it, for people. */
      because: z.array(z.string()),
    }),
  })
  .openapi("BlastRadius");

export type BlastRadius = z.infer<typeof BlastRadiusSchema>;
export type CountFact = z.infer<typeof CountFactSchema>;
export type Assurance = z.infer<typeof AssuranceSchema>;

/** What a submission's answer carries: enough to act on, the whole is in `GET`. */
export const BlastRadiusSummarySchema = BlastRadiusSchema.pick({
  version: true,
  status: true,
  headline: true,
  totals: true,
  reversibility: true,
  claims: true,
  unknowns: true,
  risk: true,
}).openapi("BlastRadiusSummary");
export type BlastRadiusSummary = z.infer<typeof BlastRadiusSummarySchema>;
