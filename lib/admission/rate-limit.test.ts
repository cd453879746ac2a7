import { expect, test } from "vitest";
import { RateLimit } from "./rate-limit";

test("from one address ten codes are tried in a quarter of an hour, whoever they are for", async () => {
  const limit = new RateLimit(1000);
  for (let i = 0; i < 10; i++) await limit.countGuess("192.0.2.7");
  await expect(limit.countGuess("192.0.2.7")).rejects.toMatchObject({ code: "rate_limited" });
  // Nobody else is kept out by that, and neither are other ways in.
  await limit.countGuess("192.0.2.8");
  await limit.countUnauthenticated("192.0.2.7");
});
