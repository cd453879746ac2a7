import { createHash } from "node:crypto";
import { LRUCache } from "lru-cache";
import { planDiff } from "@/lib/blast-radius/plans/diff";
import type { PlanView, Shown } from "@/lib/contract/review";

/** What a screen or two hold; who wants more asks for it. */
const ROWS_FIRST = 20;
const ROWS_NEXT = 200;

/** An open page is drawn anew whenever anything happens, and a large plan takes a fifth of a second to read. */
const kept = new LRUCache<string, { view: PlanView | null }>({ max: 32, ttl: 10 * 60_000 });

/** The plan that would be applied, for the page; null where it is none, or none that can be read. */
export function planOf({ artifact }: Shown, from = 0): PlanView | null {
  const { kind, content } = artifact;
  if (kind !== "terraform_plan" || content === null) return null;
  if (from > 0) return planDiff(content, { from, count: ROWS_NEXT });
  const digest = createHash("sha256").update(content).digest("base64");
  const view = kept.get(digest)?.view ?? planDiff(content, { from, count: ROWS_FIRST });
  kept.set(digest, { view });
  return view;
}
