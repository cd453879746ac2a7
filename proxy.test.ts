import { unstable_doesMiddlewareMatch as isMatched } from "next/experimental/testing/server";
import { describe, expect, it } from "vitest";
import { config } from "./proxy";

const policed = (path: string, headers: Record<string, string> = {}) =>
  isMatched({ config, nextConfig: {}, url: `https://countersign.example.com${path}`, headers });

describe("the content security policy of the pages", () => {
  it.each(["/", "/sign-in", "/operations/op_1", "/docs", "/docs/errors", "/nothing-here"])(
    "is on %s, also when the page is fetched ahead of time",
    (path) => {
      expect(policed(path)).toBe(true);
      // A browser may show later what it fetched ahead, and then has no other answer.
      expect(policed(path, { purpose: "prefetch" })).toBe(true);
      expect(policed(path, { "next-router-prefetch": "1" })).toBe(true);
    },
  );

  it.each(["/api/nothing", "/api/v1x", "/docs/apix", "/favicon.icox", "/_next/imagex"])(
    "is on the not-found page at %s",
    (path) => expect(policed(path)).toBe(true),
  );

  it.each(["/api/v1/operations", "/api/health/live", "/docs/api", "/.well-known/jwks.json"])(
    "is the API's own on %s",
    (path) => expect(policed(path)).toBe(false),
  );
});
