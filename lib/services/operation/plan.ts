import { createHash } from "node:crypto";
import { LRUCache } from "lru-cache";
import { Unanswered, work } from "@/lib/blast-radius/heavy";
import type { PlanView, Shown } from "@/lib/contract/review";

/** What a screen or two hold; who wants more asks for it. */
const ROWS_FIRST = 20;
const ROWS_NEXT = 200;

/** An open page is drawn anew whenever anything happens, and a large plan takes a fifth of a second to read. */
const kept = new LRUCache<string, { view: PlanView | null }>({ max: 32, ttl: 10 * 60_000 });

/** The plan that would be applied, for the page; null where it is none, or none that can be read. */
export async function planOf({ artifact }: Shown, from = 0): Promise<PlanView | null> {
  const { kind, content } = artifact;
  if (kind !== "terraform_plan" || content === null) return null;
  if (from > 0) return read(content, { from, count: ROWS_NEXT });
  const digest = createHash("sha256").update(content).digest("base64");
  const known = kept.get(digest);
  if (known) return known.view;
  const view = await read(content, { from, count: ROWS_FIRST });
  kept.set(digest, { view });
  return view;
}

async function read(content: string, part: { from: number; count: number }) {
  try {
    return await work("planDiff", content.length, content, part);
  } catch (error) {
    if (error instanceof Unanswered) return null;
    throw error;
  }
}
