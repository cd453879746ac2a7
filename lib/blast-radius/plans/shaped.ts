import type { z } from "zod";
import { UnreadablePlan } from "./plan";

/**
 * A part of a plan, as its schema reads it. One entry at a time: a million that are wrong would be a
 * million faults to list, of which the first is told. Throws UnreadablePlan.
 */
export function shaped<T>(schema: z.ZodType<T>, value: unknown, what: string, at?: string): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const path = [at, ...(parsed.error.issues[0]?.path ?? [])].filter((step) => step !== undefined);
  throw new UnreadablePlan(`It hasn't the shape of ${what}, at /${path.join("/")}.`);
}
