import type { Executor } from "./database";
import { isFrozen } from "./freezes";

const FIND = { text: `SELECT e.slug FROM environments e WHERE e.id = $1 AND ${isFrozen("e")}` };

/** Its name; null where it isn't frozen. */
export async function findFrozen(db: Executor, environmentId: string): Promise<string | null> {
  return (await db.query<{ slug: string }>(FIND, [environmentId]))[0]?.slug ?? null;
}
