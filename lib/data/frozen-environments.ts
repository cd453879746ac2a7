import type { Executor } from "./database";
import { isFrozen } from "./freezes";

const FIND_ALL = { text: `SELECT i.id FROM installation i WHERE ${isFrozen("i")}` };

const FIND = { text: `SELECT e.slug FROM environments e WHERE e.id = $1 AND ${isFrozen("e")}` };

/** The environment's name, or of everything; null where it isn't frozen. */
export async function findFrozen(
  db: Executor,
  environmentId: string | null,
): Promise<string | null> {
  if (environmentId === null)
    return (await db.query(FIND_ALL, [])).length > 0 ? "everything" : null;
  return (await db.query<{ slug: string }>(FIND, [environmentId]))[0]?.slug ?? null;
}
