import { RateLimiterMemory, RateLimiterRes } from "rate-limiter-flexible";
import { DomainError } from "@/lib/core/error";

const WINDOW_S = 60;
/** Nobody mistypes a code more often; guessing one is hopeless at any rate. */
const GUESSES = { points: 10, duration: 15 * 60 };
const IPV6_NETWORK_GROUPS = 4; // a /64 is one customer

/** Counts requests per minute by key, and those without a valid key by address. Per process. */
export class RateLimit {
  private readonly perKey: RateLimiterMemory;
  private readonly perAddress: RateLimiterMemory;
  private readonly guesses: RateLimiterMemory;
  /** `RateLimit-Policy` of draft-ietf-httpapi-ratelimit-headers. */
  readonly policy: string;

  constructor(perMinute: number) {
    const options = { points: perMinute, duration: WINDOW_S };
    this.perKey = new RateLimiterMemory({ ...options, keyPrefix: "key" });
    this.perAddress = new RateLimiterMemory({ ...options, keyPrefix: "address" });
    this.guesses = new RateLimiterMemory({ ...GUESSES, keyPrefix: "guess" });
    this.policy = `"key";q=${perMinute};w=${WINDOW_S}`;
  }

  /** The `RateLimit` header for this request. Errors: rate_limited. */
  async countRequest(apiKeyId: string): Promise<string> {
    const { remainingPoints, msBeforeNext } = await consume(
      this.perKey,
      apiKeyId,
      "Too many requests a minute from this key.",
    );
    return `"key";r=${remainingPoints};t=${Math.ceil(msBeforeNext / 1000)}`;
  }

  /** A valid key never counts here, so nobody is barred by a neighbour's bad one. Errors: rate_limited. */
  async countUnauthenticated(address: string | null): Promise<void> {
    await consume(
      this.perAddress,
      origin(address),
      "Too many requests a minute from your address.",
    );
  }

  /**
   * By the caller's address and not by whose code it is, so that nobody can keep another out.
   * Errors: rate_limited.
   */
  async countGuess(address: string | null): Promise<void> {
    await consume(this.guesses, origin(address), "Too many codes were tried from your address.");
  }
}

async function consume(
  limiter: RateLimiterMemory,
  key: string,
  refusal: string,
): Promise<RateLimiterRes> {
  try {
    return await limiter.consume(key);
  } catch (reached) {
    if (!(reached instanceof RateLimiterRes)) throw reached;
    throw new DomainError("rate_limited", refusal, {
      retryAfter_s: Math.ceil(reached.msBeforeNext / 1000),
    });
  }
}

const origin = (address: string | null) => (address === null ? "unknown" : network(address));

/** IPv4 whole, also where it is mapped into IPv6; of other IPv6 addresses the /64. */
function network(address: string): string {
  if (!address.includes(":")) return address;
  const mapped = /^::ffff:([0-9.]+)$/i.exec(address);
  if (mapped?.[1]) return mapped[1];
  const [head = "", tail] = address.split("::");
  const groups = head === "" ? [] : head.split(":");
  if (tail !== undefined) {
    const rest = tail === "" ? 0 : tail.split(":").length;
    while (groups.length + rest < 8 && groups.length < IPV6_NETWORK_GROUPS) groups.push("0");
    groups.push(...tail.split(":"));
  }
  return groups.slice(0, IPV6_NETWORK_GROUPS).join(":");
}
