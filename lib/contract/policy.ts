import { z } from "@hono/zod-openapi";
import { DisplayNameSchema, SlugSchema } from "./scalar";

/** The document's text, in bytes: more than a person reviews. */
export const POLICY_BYTES_MAX = 128 * 1024;
export const RULES_MAX = 200;
export const APPROVALS_MAX = 10;
/** Every combination of groups is looked at to count a quorum, so there are few. */
export const GROUPS_MAX = 5;
const WHEN_MAX = 2000;
const DAY_S = 86_400;

const UNIT_S = { s: 1, m: 60, h: 3600, d: DAY_S } as const;

/** `90`, `"90s"`, `"10m"`, `"24h"`, `"7d"`: whole seconds, whichever way it is written. */
const durationSchema = (min_s: number, max_s: number) =>
  z
    .union([
      z.int(),
      z
        .string()
        .regex(/^\d{1,7}[smhd]$/, "seconds, or a number with s, m, h or d such as 10m")
        .transform((text) => Number(text.slice(0, -1)) * UNIT_S[text.slice(-1) as "s"]),
    ])
    .pipe(z.int().min(min_s).max(max_s));

const TimeOfDaySchema = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, "a time such as 09:00");
const DateSchema = z.iso.date();
export const WEEKDAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const;

const isTimezone = (zone: string) => {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: zone }) instanceof Intl.DateTimeFormat;
  } catch {
    return false;
  }
};
const TimezoneSchema = z
  .string()
  .max(64)
  .refine(isTimezone, "an IANA time zone such as Europe/Berlin")
  .default("UTC");

/** Hours in which a grant may be used; `until` before `from` runs past midnight. */
const WindowSchema = z.strictObject({
  days: z
    .array(z.enum(WEEKDAYS))
    .min(1)
    .default([...WEEKDAYS]),
  from: TimeOfDaySchema,
  until: TimeOfDaySchema,
  timezone: TimezoneSchema,
});

/** Days on which nothing is executed, both included. */
const BlackoutSchema = z
  .strictObject({
    from: DateSchema,
    until: DateSchema,
    timezone: TimezoneSchema,
    why: z.string().trim().min(1).max(200),
  })
  .refine(({ from, until }) => from <= until, { path: ["until"], error: "not before `from`" });

const RequireSchema = z.strictObject({
  /** From the environment's own reviewer group. */
  approvals: z.int().min(1).max(APPROVALS_MAX).optional(),
  /** Beside them, from each of these groups; nobody counts for two. */
  groups: z
    .record(SlugSchema, z.int().min(1).max(APPROVALS_MAX))
    .refine((groups) => Object.keys(groups).length <= GROUPS_MAX, `at most ${GROUPS_MAX} groups`)
    .optional(),
  step_up: z.literal("passkey").optional(),
  typed_confirmation: z.literal(true).optional(),
  comment: z.literal(true).optional(),
  /** How long anyone eligible may still revoke, before the grant can be used. */
  objection_window: durationSchema(0, 7 * DAY_S).optional(),
  grant_ttl: durationSchema(30, 900).optional(),
  expires_in: durationSchema(60, 7 * DAY_S).optional(),
  recovery: z
    .strictObject({ max_age: durationSchema(60, 3650 * DAY_S) })
    .optional()
    .describe("A recovery point that survives and is no older than this."),
  windows: z.array(WindowSchema).min(1).max(14).optional(),
  blackouts: z.array(BlackoutSchema).min(1).max(50).optional(),
  notify: z.array(SlugSchema).min(1).max(GROUPS_MAX).optional(),
  escalate: z.strictObject({ after: durationSchema(60, 7 * DAY_S), group: SlugSchema }).optional(),
});

const ruleHead = {
  name: DisplayNameSchema,
  /** CEL, of type bool; left out: always. */
  when: z.string().trim().min(1).max(WHEN_MAX).optional(),
};

export const PolicyRuleSchema = z.union(
  [
    z.strictObject({ ...ruleHead, require: RequireSchema }),
    z.strictObject({ ...ruleHead, deny: z.string().trim().min(1).max(500) }),
    z.strictObject({ ...ruleHead, allow: z.literal(true) }),
  ],
  { error: "a rule has a name, perhaps `when`, and one of `require`, `deny` or `allow`" },
);

export const PolicyDocumentSchema = z
  .strictObject({
    version: z.literal("countersign.policy/1"),
    /** Lets the only active reviewer approve what they asked for themselves. */
    allow_sole_reviewer: z.boolean().default(false),
    rules: z
      .array(PolicyRuleSchema)
      .max(RULES_MAX)
      .refine(
        (rules) => new Set(rules.map(({ name }) => name)).size === rules.length,
        "two rules have the same name",
      ),
  })
  .openapi("PolicyDocument");

export type PolicyDocument = z.infer<typeof PolicyDocumentSchema>;
export type PolicyRule = z.infer<typeof PolicyRuleSchema>;
export type Requirement = z.infer<typeof RequireSchema>;
export type Window = z.infer<typeof WindowSchema>;
export type Blackout = z.infer<typeof BlackoutSchema>;

/** Something wrong with a document's text; lines and columns count from 1. */
export const PolicyFaultSchema = z
  .strictObject({
    pointer: z.string(),
    line: z.int().positive(),
    column: z.int().positive(),
    /** One past its end, on the same line. */
    end_column: z.int().positive(),
    detail: z.string(),
  })
  .openapi("PolicyFault");
export type PolicyFault = z.infer<typeof PolicyFaultSchema>;
