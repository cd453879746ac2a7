import { LRUCache } from "lru-cache";
import type { OperationSummaryView } from "@/lib/contract/operation";
import type { Risk } from "@/lib/core/operation";
import type { Database } from "@/lib/data/database";
import { readDecisionTimes } from "@/lib/data/decision-times";
import type { ServiceContext } from "../context";

type Eta = NonNullable<OperationSummaryView["eta"]> | null;

/** Fewer say nothing. */
const SAMPLE_MIN = 5;
const KEPT_MS = 60_000;
const KEPT_MAX = 1000;

/** Per database and process: what is asked for by every submission is worked out once a minute. */
const known = new WeakMap<Database, LRUCache<string, Promise<Eta>>>();

function cacheOf(db: Database): LRUCache<string, Promise<Eta>> {
  const cache = known.get(db) ?? new LRUCache({ max: KEPT_MAX, ttl: KEPT_MS });
  known.set(db, cache);
  return cache;
}

/**
 * What an agent may expect: how long people took to decide such operations. Null where too few were
 * decided, or where it can't be told just now: it must not fail a submission.
 */
export function expectedDecision(
  ctx: ServiceContext,
  environmentId: string,
  risk: Risk,
): Promise<Eta> {
  const cache = cacheOf(ctx.db);
  const key = `${environmentId} ${risk}`;
  const cached = cache.get(key);
  if (cached) return cached;
  const eta = work(ctx, environmentId, risk).catch(() => {
    cache.delete(key);
    return null;
  });
  cache.set(key, eta);
  return eta;
}

async function work(ctx: ServiceContext, environmentId: string, risk: Risk): Promise<Eta> {
  const times = await readDecisionTimes(ctx.db, environmentId, risk);
  if (!times || times.sample < SAMPLE_MIN) return null;
  const { sample, p50_s, p90_s } = times;
  return { p50: Math.round(p50_s), p90: Math.round(p90_s), sample };
}
