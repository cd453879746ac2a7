import { LISTED_MAX, type Findings } from "@/lib/blast-radius/findings";
import { inventoryKey, type RegisteredResource } from "@/lib/blast-radius/inventory";
import type { Executor } from "@/lib/data/database";
import { lookUpResources } from "@/lib/data/inventory-lookup";

/** More than a report lists, since what goes along is looked up too; the rest counts as not registered. */
const LOOKED_UP_MAX = 2 * LISTED_MAX;
/** Where findings write what was long or hidden in an id: such an id isn't the thing's own any more. */
const REWRITTEN = /…\(\d+ more\)…|<U\+[0-9A-F]{4,6}>/;

/** What is registered of the things that are hit: one statement, and none where nothing is named. */
export async function lookUpInventory(
  db: Executor,
  { resources }: Findings,
): Promise<ReadonlyMap<string, RegisteredResource>> {
  const asked = new Map(
    resources
      .filter(({ type, id }) => !REWRITTEN.test(id) && !REWRITTEN.test(type))
      .slice(0, LOOKED_UP_MAX)
      .map(({ type, id }) => [inventoryKey({ type, id }), { type, id }]),
  );
  if (asked.size === 0) return new Map();
  const found = await lookUpResources(db, [...asked.values()]);
  return new Map(found.map(({ asked: thing, ...entry }) => [inventoryKey(thing), entry]));
}
