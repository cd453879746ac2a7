import { z } from "@hono/zod-openapi";

/** Names a registered thing by its id or by its own name: slug, agent name, audience, e-mail address. */
export const ReferenceSchema = z
  .string()
  .min(1)
  .max(500)
  .regex(/^\P{Cc}+$/u, "one line, without control characters")
  .openapi({ example: "production" });
