import { z } from "@hono/zod-openapi";
import { SIGN_IN_METHODS } from "@/lib/core/actor";
import { GRANT_STATUSES, OPERATION_STATUSES, OUTCOMES, RISKS } from "@/lib/core/operation";
import { BlastRadiusSchema, BlastRadiusSummarySchema } from "./blast-radius";
import { HoldingFreezeSchema } from "./freeze";
import {
  ActionSchema,
  AudienceSchema,
  CursorSchema,
  DigestSchema,
  HttpUrlSchema,
  idSchema,
  SlugSchema,
  TimeSchema,
} from "./scalar";

/** A whole body is at most 5 MiB; the artifact is bounded by it. */
export const SUBMIT_BYTES_MAX = 5 * 1024 * 1024;
export const EXPIRES_IN_DEFAULT_S = 3600;

const content = z.string().min(1);
export const ArtifactSchema = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("sql"),
    dialect: z.enum(["postgresql", "mysql"]),
    content,
  }),
  z.strictObject({
    kind: z.literal("terraform_plan"),
    content: content.openapi({
      description:
        "What `terraform show -json`, `tofu show -json` or `pulumi preview --json` prints of the plan. It is stored and shown without the secrets in it.",
    }),
  }),
  z.strictObject({ kind: z.literal("kubernetes"), content }),
  z.strictObject({ kind: z.literal("shell"), content }),
  z.strictObject({ kind: z.literal("graphql"), content }),
  z.strictObject({ kind: z.literal("http"), content }),
  z.strictObject({ kind: z.literal("none") }),
]);

export const ResourceSchema = z.strictObject({
  type: z.string().min(1).max(200),
  id: z.string().min(1).max(500),
  name: z.string().min(1).max(500).optional(),
});

export const ClaimsSchema = z.strictObject({
  environment: z.string().min(1).max(200).optional(),
  records: z.int().nonnegative().optional(),
  resources: z.int().nonnegative().optional(),
  reversible: z.boolean().optional(),
});

export const SubmitOperationSchema = z
  .strictObject({
    environment: SlugSchema,
    audience: AudienceSchema,
    action: ActionSchema,
    resource: ResourceSchema,
    params: z.record(z.string(), z.unknown()).default({}),
    artifact: ArtifactSchema,
    reason: z.string().min(1).max(4000).openapi({
      description: "The agent's own words. Shown as unverified, never trusted.",
    }),
    claims: ClaimsSchema.default({}),
    expires_in: z.int().min(60).max(604_800).default(EXPIRES_IN_DEFAULT_S),
    proof_key: z
      .strictObject({
        kty: z.literal("OKP"),
        crv: z.literal("Ed25519"),
        x: z.string().regex(/^[A-Za-z0-9_-]{43}$/, "32 bytes in base64url"),
      })
      .optional(),
    source: z
      .strictObject({
        session: z.string().min(1).max(200).optional(),
        url: HttpUrlSchema.optional(),
      })
      .optional(),
  })
  .openapi("SubmitOperation");

export type SubmitOperation = z.infer<typeof SubmitOperationSchema>;
export type Artifact = z.infer<typeof ArtifactSchema>;
export type Claims = z.infer<typeof ClaimsSchema>;

/** RFC 9110 leaves the form open; ours is the one that api.md and the Idempotency-Key draft share. */
export const IdempotencyKeySchema = z.string().regex(/^[\x21-\x7e]{1,255}$/);

const ApprovalSchema = z.strictObject({
  reviewer: idSchema("usr"),
  at: TimeSchema,
  method: z.enum(SIGN_IN_METHODS),
  comment: z.string(),
});

const GrantViewSchema = z.strictObject({
  id: idSchema("grt"),
  status: z.enum(GRANT_STATUSES),
  /** Present while the grant can still be redeemed. */
  token: z.string().optional(),
  not_before: TimeSchema,
  expires_at: TimeSchema,
  audience: AudienceSchema,
  outcome: z
    .strictObject({
      outcome: z.enum(OUTCOMES),
      detail: z.string().nullable(),
      actual: z.record(z.string(), z.unknown()).nullable(),
      reported_at: TimeSchema,
    })
    .optional(),
});

export const OperationSummarySchema = z
  .strictObject({
    id: idSchema("op"),
    status: z.enum(OPERATION_STATUSES),
    operation_digest: DigestSchema,
    environment: SlugSchema,
    audience: AudienceSchema,
    action: ActionSchema,
    resource: ResourceSchema,
    risk: z.enum(RISKS),
    blast_radius: BlastRadiusSummarySchema,
    approvals: z.strictObject({
      required: z.int(),
      received: z.int(),
      groups: z.array(SlugSchema),
      eligible_reviewers: z.int(),
      /** By group: those that stand, nobody counted for two. */
      quorum: z.array(z.strictObject({ group: SlugSchema, required: z.int(), received: z.int() })),
    }),
    policy: z.strictObject({ version: z.int(), rules: z.array(z.string()) }),
    denied_before: z
      .strictObject({ operation: idSchema("op"), same: z.boolean() })
      .optional()
      .openapi({
        description:
          "People denied the same operation (`same`), or another on the same resource, within 30 days. Reviewers are told first thing.",
      }),
    manifest: z
      .strictObject({ id: idSchema("mft"), position: z.int(), size: z.int() })
      .optional()
      .openapi({ description: "It was submitted as one of several." }),
    eta: z
      .strictObject({ p50: z.int(), p90: z.int(), sample: z.int() })
      .nullable()
      .optional()
      .openapi({
        description:
          "While it is pending, but not in lists: the seconds that people took to decide operations of this risk in this environment, over the last 90 days. Null where fewer than 5 were decided.",
      }),
    created_at: TimeSchema,
    expires_at: TimeSchema,
    next: z.strictObject({
      action: z.enum(["wait", "redeem", "stop"]),
      retry_after: z.int().optional(),
    }),
    frozen: HoldingFreezeSchema.optional().openapi({
      description:
        "Present while nothing is redeemed there. Decisions go on; the grant isn't lost, but may expire meanwhile.",
    }),
    links: z.strictObject({ self: z.string(), review: z.string(), cancel: z.string() }),
    decision: z
      .strictObject({
        outcome: z.enum(["approved", "denied", "expired", "cancelled"]),
        decided_at: TimeSchema,
        reason: z.string().optional(),
        approvals: z.array(ApprovalSchema),
      })
      .optional(),
    grant: GrantViewSchema.optional(),
  })
  .openapi("OperationSummary");

/** `GET` adds what was submitted, unchanged but for a plan's secrets, and the whole report. */
export const OperationSchema = OperationSummarySchema.extend({
  blast_radius: BlastRadiusSchema,
  params: z.record(z.string(), z.unknown()),
  artifact: z.looseObject({
    kind: z.string(),
    sha256: z.string().optional().openapi({ description: "Of the content as it was submitted." }),
    redacted: z.literal(true).optional().openapi({
      description: "Secrets were left out of `content`, so it no longer has this SHA-256.",
    }),
  }),
  reason: z.string(),
  claims: ClaimsSchema,
  source: z.looseObject({}).optional(),
}).openapi("Operation");

export type OperationSummaryView = z.infer<typeof OperationSummarySchema>;
export type OperationView = z.infer<typeof OperationSchema>;

export const MANIFEST_OPERATIONS_MAX = 100;

export const SubmitManifestSchema = z
  .strictObject({
    operations: z.array(SubmitOperationSchema).min(1).max(MANIFEST_OPERATIONS_MAX),
  })
  .openapi("SubmitManifest");
export type SubmitManifest = z.infer<typeof SubmitManifestSchema>;

export const ManifestSchema = z
  .strictObject({
    id: idSchema("mft"),
    created_at: TimeSchema,
    /** In the order in which they were submitted; each is decided, granted and redeemed by itself. */
    operations: z.array(OperationSummarySchema),
    links: z.strictObject({ self: z.string(), review: z.string() }),
  })
  .openapi("Manifest");
export type ManifestView = z.infer<typeof ManifestSchema>;

export const PreviewSchema = z
  .strictObject({
    operation_digest: DigestSchema,
    risk: z.enum(RISKS),
    blast_radius: BlastRadiusSchema,
    approvals: OperationSummarySchema.shape.approvals,
    policy: OperationSummarySchema.shape.policy,
  })
  .openapi("Preview");
export type PreviewView = z.infer<typeof PreviewSchema>;

export const LIST_LIMIT_MAX = 100;
export const ListOperationsSchema = z.strictObject({
  status: z.enum(OPERATION_STATUSES).optional(),
  environment: SlugSchema.optional(),
  cursor: CursorSchema.optional(),
  limit: z.coerce.number().int().min(1).max(LIST_LIMIT_MAX).default(25),
});
export type ListOperations = z.infer<typeof ListOperationsSchema>;

export const OperationPageSchema = z
  .strictObject({
    items: z.array(OperationSummarySchema),
    next_cursor: CursorSchema.nullable(),
  })
  .openapi("OperationPage");
export type OperationPage = z.infer<typeof OperationPageSchema>;
