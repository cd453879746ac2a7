import { LRUCache } from "lru-cache";
import { DomainError } from "@/lib/core/error";

const STEP_S = 5;
const INTERVAL_MAX_S = 60;
const POLLERS_MAX = 50_000;
const FORGET_MS = 10 * 60_000;

interface Pace {
  answeredAt_ms: number;
  interval_s: number;
}

/**
 * Holds each poller of a pending operation to its interval, which grows by 5 s whenever it comes too
 * early (RFC 8628 §3.5). Per process and bounded: forgetting somebody only makes us lenient.
 */
export class PollPace {
  private readonly paces = new LRUCache<string, Pace>({ max: POLLERS_MAX, ttl: FORGET_MS });
  constructor(private readonly now_ms: () => number = () => performance.now()) {}

  /** The seconds to leave until the next poll. Errors: slow_down. */
  admit(poller: string, retryAfter_s: number): number {
    const now = this.now_ms();
    const before = this.paces.get(poller);
    const interval_s = before?.interval_s ?? retryAfter_s;
    if (before) {
      const early_ms = before.answeredAt_ms + interval_s * 1000 - now;
      if (early_ms > 0) {
        const slower_s = Math.min(interval_s + STEP_S, Math.max(interval_s, INTERVAL_MAX_S));
        this.paces.set(poller, { ...before, interval_s: slower_s });
        throw new DomainError(
          "slow_down",
          `Leave ${slower_s} s between polls from now on, or poll with wait=30.`,
          { retryAfter_s: Math.ceil((before.answeredAt_ms + slower_s * 1000 - now) / 1000) },
        );
      }
    }
    this.paces.set(poller, { answeredAt_ms: now, interval_s });
    return interval_s;
  }
}
