import { z } from "@hono/zod-openapi";
import { API_KEY_KINDS } from "@/client/protocol/api-key";
import { ReferenceSchema } from "./reference";
import { AudienceSchema, CursorSchema, idSchema, SlugSchema, TimeSchema } from "./scalar";

const DAY_S = 86_400;
export const KEY_LIFE_MIN_S = 60;
export const KEY_LIFE_DEFAULT_S = 30 * DAY_S;
export const KEY_LIFE_MAX_S = 90 * DAY_S;
export const KEY_OVERLAP_DEFAULT_S = DAY_S;
export const KEY_OVERLAP_MAX_S = 7 * DAY_S;
export const KEY_LIST_LIMIT_MAX = 200;
const SCOPE_PATTERNS_MAX = 50;

const patterns = (form: RegExp, what: string) =>
  z.array(z.string().regex(form, what)).min(1).max(SCOPE_PATTERNS_MAX);

/** What an agent key may ask for. `*` stands for any run of characters, the rest is literal. */
export const KeyScopeSchema = z
  .strictObject({
    environments: patterns(
      /^[a-z0-9*-]{1,63}$/,
      "an environment's slug, or a pattern such as staging-*",
    ),
    actions: patterns(/^[a-z0-9_.*-]{1,200}$/, "an action, or a pattern such as railway.volume.*"),
    resources: patterns(
      /^(\*|[^\s:]{1,200}:\S{1,500})$/,
      "type:id, or a pattern such as railway.volume:vol_*",
    ),
  })
  .openapi("KeyScope");

const common = {
  /** For people: where the key is used. */
  name: z.string().max(100).default(""),
  /** Seconds until it expires; it always does. */
  expires_in: z.int().min(KEY_LIFE_MIN_S).max(KEY_LIFE_MAX_S).default(KEY_LIFE_DEFAULT_S),
};

export const IssueKeySchema = z
  .discriminatedUnion("kind", [
    /** `agent`: its name or id. */
    z.strictObject({
      kind: z.literal("agent"),
      agent: ReferenceSchema,
      scope: KeyScopeSchema,
      ...common,
    }),
    /** `enforcement_point`: its audience or id. */
    z.strictObject({ kind: z.literal("enforce"), enforcement_point: ReferenceSchema, ...common }),
    z.strictObject({ kind: z.literal("audit"), ...common }),
    z.strictObject({ kind: z.literal("admin"), ...common }),
  ])
  .openapi("IssueKey");
export type IssueKey = z.input<typeof IssueKeySchema>;

export const RotateKeySchema = z
  .strictObject({
    /** Seconds for which the old key still works. */
    overlap: z.int().min(0).max(KEY_OVERLAP_MAX_S).default(KEY_OVERLAP_DEFAULT_S),
    expires_in: common.expires_in,
  })
  .openapi("RotateKey");
export type RotateKey = z.input<typeof RotateKeySchema>;

export const RevokeLeakedKeySchema = z
  .strictObject({ key: z.string().min(1).max(500) })
  .openapi("RevokeLeakedKey");
export type RevokeLeakedKey = z.input<typeof RevokeLeakedKeySchema>;

export const KEY_STATES = ["active", "expired", "revoked"] as const;

export const KeySchema = z
  .strictObject({
    id: idSchema("key"),
    kind: z.enum(API_KEY_KINDS),
    /** The public beginning of the key, by which it is recognised where it is used. */
    prefix: z.string(),
    name: z.string(),
    state: z.enum(KEY_STATES),
    agent: z.strictObject({ id: idSchema("agt"), name: SlugSchema }).nullable(),
    enforcement_point: z
      .strictObject({ id: idSchema("ep"), name: z.string(), audience: AudienceSchema })
      .nullable(),
    /** Of agent keys only. */
    scope: KeyScopeSchema.nullable(),
    /** Who issued it, in words. */
    created_by: z.string(),
    created_at: TimeSchema,
    expires_at: TimeSchema,
    revoked_at: TimeSchema.nullable(),
    /** The key that replaces it. */
    rotated_to: idSchema("key").nullable(),
    last_used_at: TimeSchema.nullable(),
    last_used_address: z.string().nullable(),
  })
  .openapi("Key");
export type KeyView = z.infer<typeof KeySchema>;

export const IssuedKeySchema = KeySchema.extend({
  /** The key itself: shown here, once, and never again. */
  key: z.string(),
}).openapi("IssuedKey");
export type IssuedKeyView = z.infer<typeof IssuedKeySchema>;

export const ListKeysSchema = z.strictObject({
  /** Of this agent (name or id), or enforcement point (audience or id). */
  agent: ReferenceSchema.optional(),
  enforcement_point: ReferenceSchema.optional(),
  state: z.enum(KEY_STATES).optional(),
  cursor: CursorSchema.optional(),
  limit: z.coerce.number().int().min(1).max(KEY_LIST_LIMIT_MAX).default(50),
});
export type ListKeys = z.input<typeof ListKeysSchema>;

export const KeyPageSchema = z
  .strictObject({ items: z.array(KeySchema), next_cursor: CursorSchema.nullable() })
  .openapi("KeyPage");
export type KeyPage = z.infer<typeof KeyPageSchema>;
