import type { z } from "zod";
import { UnreadablePlan } from "./plan";

/** A plan of real resources takes far more than the five megabytes that are taken to hold so many. */
const ENTRIES_MAX = 25_000;

/** A plan's list of what it changes. Throws UnreadablePlan where that is more than anybody reviews. */
export function entriesOf(list: readonly unknown[] | null | undefined): readonly unknown[] {
  if (list && list.length > ENTRIES_MAX)
    throw new UnreadablePlan(
      `It lists more than ${ENTRIES_MAX.toLocaleString("en")} resources: too many to be read here.`,
    );
  return list ?? [];
}

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
