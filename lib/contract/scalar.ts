import { z } from "@hono/zod-openapi";

/** The wire's scalars. Sizes are bytes, durations whole seconds, times RFC 3339 in UTC. */
export const TimeSchema = z.iso
  .datetime({ offset: false })
  .openapi({ example: "2026-11-24T14:02:11.000Z" });

export const SlugSchema = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,62}$/, "lower-case letters, digits and hyphens, at most 63")
  .openapi({ example: "production" });

/** A name for people: one line, without control characters. */
export const DisplayNameSchema = z
  .string()
  .trim()
  .min(1)
  .max(100)
  .regex(/^[^\p{Cc}\p{Zl}\p{Zp}]+$/u, "one line, without control characters");

/** An opaque id with a prefix, `op_01k…`. */
export const idSchema = (prefix: string) =>
  z
    .string()
    .regex(new RegExp(`^${prefix}_[0-9a-z]{20,40}$`), `an id that begins with ${prefix}_`)
    .openapi({ example: `${prefix}_01k9x3m2p8e0z7qf4r6t8v0w2y` });

export const DigestSchema = z
  .string()
  .regex(/^sha-256:[0-9a-f]{64}$/, "sha-256: and 64 lower-case hex digits")
  .openapi({ example: `sha-256:${"9f86d081".repeat(8)}` });

export const ActionSchema = z
  .string()
  .max(200)
  .regex(/^[a-z0-9_-]+(\.[a-z0-9_-]+)+$/, "a dotted lower-case path such as railway.volume.delete")
  .openapi({ example: "railway.volume.delete" });

/** An absolute URI that names an enforcement point; compared as text, never fetched. */
export const AudienceSchema = z
  .string()
  .max(500)
  .refine(
    (value) => URL.canParse(value) && !/[\s#]/.test(value),
    "an absolute URI without a fragment",
  )
  .openapi({ example: "https://infra.example.com" });

export const HttpUrlSchema = z
  .string()
  .max(2000)
  .refine(
    (value) => URL.canParse(value) && /^https?:$/.test(new URL(value).protocol),
    "an http(s) URL",
  );

export const CursorSchema = z
  .string()
  .max(200)
  .regex(/^[A-Za-z0-9_-]+$/);
