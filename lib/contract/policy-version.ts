import { z } from "@hono/zod-openapi";
import { OPERATION_STATUSES } from "@/lib/core/operation";
import { PolicyDocumentSchema, PolicyFaultSchema, POLICY_BYTES_MAX } from "./policy";
import { DigestSchema, idSchema, SlugSchema, TimeSchema } from "./scalar";

/** A body that carries a policy: its text with every character escaped, and room for the rest. */
export const POLICY_BODY_BYTES_MAX = 8 * POLICY_BYTES_MAX;
const NOTE_MAX = 500;
export const BACKTEST_MAX = 10_000;
/** Of the operations that a draft changes, so many are listed. */
export const CHANGED_MAX = 100;

/** 0 stands for the rule that is built in. */
const VersionSchema = z.int().nonnegative().max(2_147_483_647);
const SavedVersionSchema = z.coerce.number().int().positive().max(2_147_483_647);

const given = {
  /** The document's text, YAML or JSON; line and column of a fault are in it. */
  source: z.string().max(POLICY_BYTES_MAX).optional(),
  /** Or the document itself. */
  document: z.record(z.string(), z.unknown()).optional(),
};
const eitherOf = (body: { source?: string | undefined; document?: object | undefined }) =>
  (body.source === undefined) !== (body.document === undefined);
const NEEDS = "needs either source or document";

export const SavePolicySchema = z
  .strictObject({ ...given, note: z.string().trim().max(NOTE_MAX).default("") })
  .refine(eitherOf, NEEDS)
  .openapi("SavePolicy");
export type SavePolicy = z.input<typeof SavePolicySchema>;

export const ValidatePolicySchema = z
  .strictObject(given)
  .refine(eitherOf, NEEDS)
  .openapi("ValidatePolicy");
export type ValidatePolicy = z.input<typeof ValidatePolicySchema>;
export type GivenPolicy = z.output<typeof ValidatePolicySchema>;

export const ActivatePolicyBodySchema = z
  .strictObject({
    /** The version that is active as far as the caller knows: any other one, and nothing is changed. */
    expected_version: VersionSchema,
  })
  .openapi("ActivatePolicy");
export const ActivatePolicySchema = ActivatePolicyBodySchema.extend({ version: VersionSchema });
export type ActivatePolicy = z.input<typeof ActivatePolicySchema>;

export const PolicyReferenceSchema = z.strictObject({ version: SavedVersionSchema });
/** 0 goes back to the rule that is built in. */
export const ActivationReferenceSchema = z.strictObject({
  version: z.coerce.number().int().nonnegative().max(2_147_483_647),
});

export const PolicyVersionSchema = z
  .strictObject({
    version: z.int().positive(),
    active: z.boolean(),
    digest: DigestSchema,
    note: z.string(),
    created_by: z.string(),
    created_at: TimeSchema,
  })
  .openapi("PolicyVersion");
export type PolicyVersionView = z.infer<typeof PolicyVersionSchema>;

export const RuleReadingSchema = z
  .strictObject({
    rule: z.string(),
    effect: z.enum(["require", "deny", "allow"]),
    when: z.string(),
    demands: z.array(z.string()),
  })
  .openapi("PolicyRuleReading");
export type RuleReadingView = z.infer<typeof RuleReadingSchema>;

export const PolicyVersionDetailSchema = PolicyVersionSchema.extend({
  source: z.string(),
  /** Durations in seconds. Null: it can no longer be read, and nothing is let through while it is active. */
  document: PolicyDocumentSchema.nullable(),
  readings: z.array(RuleReadingSchema),
}).openapi("PolicyVersionDetail");
export type PolicyVersionDetail = z.infer<typeof PolicyVersionDetailSchema>;

export const ListPoliciesSchema = z.strictObject({
  /** Versions before this one. */
  before: SavedVersionSchema.optional(),
  limit: z.coerce.number().int().min(1).max(100).default(50),
});
export type ListPolicies = z.input<typeof ListPoliciesSchema>;

export const PolicyListSchema = z
  .strictObject({
    active_version: VersionSchema,
    items: z.array(PolicyVersionSchema),
    /** `before` of the next page. */
    next_before: z.int().positive().nullable(),
  })
  .openapi("PolicyList");
export type PolicyList = z.infer<typeof PolicyListSchema>;

export const ActivePolicySchema = z
  .strictObject({
    version: VersionSchema,
    /** Null: only the rule that is built in. */
    policy: PolicyVersionDetailSchema.nullable(),
    /** Why it can't be used; nothing is let through then. */
    fault: z.string().nullable(),
  })
  .openapi("ActivePolicy");
export type ActivePolicy = z.infer<typeof ActivePolicySchema>;

export const PolicyValidationSchema = z
  .strictObject({
    valid: z.boolean(),
    faults: z.array(PolicyFaultSchema),
    readings: z.array(RuleReadingSchema),
  })
  .openapi("PolicyValidation");
export type PolicyValidation = z.infer<typeof PolicyValidationSchema>;

export const SimulatePolicySchema = z
  .strictObject({
    ...given,
    /** Instead: a saved version, or 0. */
    version: VersionSchema.optional(),
    /** One operation, with the outcome of every rule. */
    operation: idSchema("op").optional(),
    /** Or an example, by name. */
    example: z.string().max(100).optional(),
    /** Else so many of the last ones. */
    last: z.int().min(1).max(BACKTEST_MAX).default(1000),
  })
  .refine(
    ({ source, document, version }) =>
      [source, document, version].filter((one) => one !== undefined).length === 1,
    "needs one of source, document or version",
  )
  .openapi("SimulatePolicy");
export type SimulatePolicy = z.input<typeof SimulatePolicySchema>;

const RulingSchema = z.strictObject({
  ruling: z.enum(["allow", "review", "deny"]),
  approvals: z.int(),
  /** The demand, part by part, in words. */
  demands: z.array(z.string()),
});

export const SIMULATED_CHANGES = [
  "denied",
  "no_longer_denied",
  "allowed",
  "no_longer_allowed",
  "more_approvals",
  "fewer_approvals",
  "other",
  "same",
] as const;

export const SimulatedOperationSchema = z
  .strictObject({
    /** Null: an example. */
    operation: idSchema("op").nullable(),
    action: z.string(),
    resource: z.strictObject({ type: z.string(), id: z.string(), name: z.string().nullable() }),
    environment: SlugSchema,
    headline: z.string(),
    created_at: TimeSchema,
    /** What became of it. */
    status: z.enum(OPERATION_STATUSES).nullable(),
    change: z.enum(SIMULATED_CHANGES),
    before: RulingSchema,
    after: RulingSchema,
    /** Of one operation all rules, in a list those that apply. */
    rules: z.array(
      z.strictObject({
        rule: z.string(),
        effect: z.enum(["require", "deny", "allow"]),
        applies: z.boolean(),
        /** `unknown`: what is known doesn't say, and that counts against it. */
        condition: z.enum(["true", "false", "unknown"]),
      }),
    ),
  })
  .openapi("SimulatedOperation");
export type SimulatedOperation = z.infer<typeof SimulatedOperationSchema>;

export const SimulationSchema = z
  .strictObject({
    /** What the draft is compared with: the active version, 0 where none is. */
    against: VersionSchema,
    looked_at: z.int(),
    /** False: the time for it ran out before all were looked at. */
    complete: z.boolean(),
    counts: z.record(z.enum(SIMULATED_CHANGES), z.int()),
    /** How many would be denied, reviewed and allowed by the draft. */
    rulings: z.strictObject({ deny: z.int(), review: z.int(), allow: z.int() }),
    /** The newest of those that are changed; of a single operation, that one. */
    items: z.array(SimulatedOperationSchema),
  })
  .openapi("PolicySimulation");
export type Simulation = z.infer<typeof SimulationSchema>;

/** A line of two texts that are compared. */
export interface DiffLine {
  readonly kind: "added" | "removed" | "same";
  readonly text: string;
}

/** What an editor begins with, and offers. */
export interface DraftView {
  readonly source: string;
  /** The version that it was; null: the starter. */
  readonly from: number | null;
  readonly vocabulary: readonly PolicyTerm[];
  /** Slugs of the registered groups. */
  readonly groups: readonly string[];
  /** Names of operations to try it on where there are none. */
  readonly examples: readonly string[];
}

/** Something that a condition may name. */
export interface PolicyTerm {
  /** `environment.kind`. */
  readonly name: string;
  readonly type: "string" | "int" | "bool" | "google.protobuf.Timestamp";
  readonly about: string;
  /** What it can be, where that is a closed list. */
  readonly values?: readonly string[];
}
