import { z } from "@hono/zod-openapi";
import { CRITICALITIES } from "@/lib/core/inventory";
import { ReferenceSchema } from "./reference";
import { CursorSchema, DisplayNameSchema, idSchema, SlugSchema, TimeSchema } from "./scalar";

/** Of one resource: more than a person would read on the review page. */
export const RECOVERY_POINTS_MAX = 50;
const DEPENDENTS_MAX = 50;
/** Of one import; more come in several. It is one transaction, and all administration waits for it. */
export const IMPORT_RESOURCES_MAX = 5_000;
export const IMPORT_BYTES_MAX = 5 * 1024 * 1024;
const LIST_LIMIT_MAX = 200;

const TYPE = /^[!-)+-9;-~]{1,200}$/;
const ONE_LINE = /^[^\p{Cc}\p{Zl}\p{Zp}]+$/u;

/** As operations name it; a colon would end it in `type:id`, and no pattern is allowed here. */
const ResourceTypeSchema = z
  .string()
  .regex(TYPE, "visible ASCII without : or *, such as railway.volume")
  .openapi({ example: "railway.volume" });

const PatternSchema = z
  .string()
  .trim()
  .min(1)
  .max(500)
  .regex(ONE_LINE, "one line, without control characters")
  .overwrite((pattern) => pattern.replace(/\*+/g, "*"))
  .openapi({ example: "vol_8f2c", description: "An id; `*` stands for any run of characters." });

/** Another thing, as `type:id`; `*` in the id as in a pattern. */
const ThingSchema = z
  .string()
  .trim()
  .max(701)
  .regex(/^[!-)+-9;-~]{1,200}:[^\p{Cc}\p{Zl}\p{Zp}]+$/u, "type:id, such as aws.account:backups")
  .openapi({ example: "aws.account:backups" });

export const RecoveryPointInputSchema = z
  .strictObject({
    /** Unique in its resource: the same name again says what is true now. */
    name: DisplayNameSchema,
    taken_at: TimeSchema.nullable().default(null),
    /** What it lives in, and so dies with. Null: nobody said, so that nobody knows whether it survives. */
    failure_domain: ThingSchema.nullable().default(null),
    /** The credential that can delete it, by name. */
    deletable_by: DisplayNameSchema.nullable().default(null),
    last_tested_restore: TimeSchema.nullable().default(null),
  })
  .openapi("RecoveryPointInput");

export const RegisterResourceSchema = z
  .strictObject({
    type: ResourceTypeSchema,
    pattern: PatternSchema,
    name: DisplayNameSchema.nullable().default(null),
    /** Slug or id. */
    environment: ReferenceSchema,
    criticality: z.enum(CRITICALITIES).default("medium"),
    /** Whether it holds data; null: not known. */
    stateful: z.boolean().nullable().default(null),
    owner: DisplayNameSchema.nullable().default(null),
    /** What stops working without it. */
    dependents: z.array(ThingSchema).max(DEPENDENTS_MAX).default([]),
    /** Left out: those that are registered stay. Given: these and no others. */
    recovery_points: z.array(RecoveryPointInputSchema).max(RECOVERY_POINTS_MAX).optional(),
  })
  .openapi("RegisterResource");
export type RegisterResource = z.input<typeof RegisterResourceSchema>;
export type GivenResource = z.output<typeof RegisterResourceSchema>;

export const UpdateResourceSchema = RegisterResourceSchema.extend({ id: idSchema("inv") });
export type UpdateResource = z.input<typeof UpdateResourceSchema>;

export const ImportInventorySchema = z
  .strictObject({
    resources: z.array(RegisterResourceSchema).min(1).max(IMPORT_RESOURCES_MAX).optional(),
    /** The same as a CSV file, with its heading line. */
    csv: z.string().min(1).max(IMPORT_BYTES_MAX).optional(),
  })
  .refine(
    ({ resources, csv }) => (resources === undefined) !== (csv === undefined),
    "needs either resources or csv",
  )
  .openapi("ImportInventory");
export type ImportInventory = z.input<typeof ImportInventorySchema>;

export const ImportedInventorySchema = z
  .strictObject({
    created: z.int(),
    /** Registered before under the same type and pattern; now as given. */
    replaced: z.int(),
    recovery_points: z.int(),
  })
  .openapi("ImportedInventory");
export type ImportedInventory = z.infer<typeof ImportedInventorySchema>;

export const RecoveryPointViewSchema = z
  .strictObject({
    id: idSchema("rcp"),
    name: z.string(),
    taken_at: TimeSchema.nullable(),
    failure_domain: z.string().nullable(),
    deletable_by: z.string().nullable(),
    last_tested_restore: TimeSchema.nullable(),
    /** Were this resource destroyed, and nothing else. */
    survives: z.enum(["yes", "no", "unknown"]),
  })
  .openapi("RegisteredRecoveryPoint");
export type RecoveryPointView = z.infer<typeof RecoveryPointViewSchema>;

export const InventoryResourceSchema = z
  .strictObject({
    id: idSchema("inv"),
    type: z.string(),
    pattern: z.string(),
    name: z.string().nullable(),
    environment: SlugSchema,
    criticality: z.enum(CRITICALITIES),
    stateful: z.boolean().nullable(),
    owner: z.string().nullable(),
    dependents: z.array(z.string()),
    recovery_points: z.array(RecoveryPointViewSchema),
    created_at: TimeSchema,
    updated_at: TimeSchema,
  })
  .openapi("InventoryResource");
export type InventoryResourceView = z.infer<typeof InventoryResourceSchema>;

export const ListInventorySchema = z.strictObject({
  type: ResourceTypeSchema.optional(),
  environment: SlugSchema.optional(),
  criticality: z.enum(CRITICALITIES).optional(),
  /** Part of a type, pattern, name or owner, in any case. */
  text: z.string().trim().min(1).max(200).regex(ONE_LINE).optional(),
  cursor: CursorSchema.optional(),
  limit: z.coerce.number().int().min(1).max(LIST_LIMIT_MAX).default(50),
});
export type ListInventory = z.input<typeof ListInventorySchema>;

export const InventoryPageSchema = z
  .strictObject({
    items: z.array(InventoryResourceSchema),
    next_cursor: CursorSchema.nullable(),
  })
  .openapi("InventoryPage");
export type InventoryPage = z.infer<typeof InventoryPageSchema>;

export const InventoryReferenceSchema = z.strictObject({ id: idSchema("inv") });
export type InventoryReference = z.input<typeof InventoryReferenceSchema>;

export const AddRecoveryPointSchema = RecoveryPointInputSchema.extend({
  resource: idSchema("inv"),
});
export type AddRecoveryPoint = z.input<typeof AddRecoveryPointSchema>;

export const RemoveRecoveryPointSchema = z.strictObject({
  resource: idSchema("inv"),
  id: idSchema("rcp"),
});
export type RemoveRecoveryPoint = z.input<typeof RemoveRecoveryPointSchema>;
