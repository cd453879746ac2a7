import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { matchesPattern, outsideScope } from "./scope";

describe("a key's scope", () => {
  it.each([
    ["railway.*", "railway.volume.delete", true],
    ["railway.*", "railwayx.volume.delete", false],
    ["*", "anything", true],
    ["railway.volume.delete", "railway.volume.delete", true],
    ["railway.volume.delete", "railway.volume.deleteall", false],
    ["a.b", "axb", false],
    ["*.delete", "railway.volume.delete", true],
    ["", "", true],
  ])("%s covers %s: %s", (pattern, value, expected) => {
    expect(matchesPattern(pattern, value)).toBe(expected);
  });

  it("without a star covers only itself", () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (pattern, value) => {
        fc.pre(!pattern.includes("*"));
        expect(matchesPattern(pattern, value)).toBe(pattern === value);
      }),
    );
  });

  it("agrees with the obvious definition", () => {
    const word = fc.string({ unit: fc.constantFrom("a", "b", "*"), maxLength: 8 });
    const text = fc.string({ unit: fc.constantFrom("a", "b"), maxLength: 10 });
    fc.assert(
      fc.property(word, text, (pattern, value) => {
        const slow = (p: string, v: string): boolean =>
          p === ""
            ? v === ""
            : p.startsWith("*")
              ? slow(p.slice(1), v) || (v !== "" && slow(p, v.slice(1)))
              : v.startsWith(p.charAt(0)) && slow(p.slice(1), v.slice(1));
        expect(matchesPattern(pattern, value)).toBe(slow(pattern, value));
      }),
      { numRuns: 3000 },
    );
  });

  it("answers a pattern made to backtrack", () => {
    expect(matchesPattern(`${"*a".repeat(40)}b`, "a".repeat(500))).toBe(false);
  });

  it("is empty when it names nothing", () => {
    const asked = { environment: "staging", action: "a.b", resource: { type: "t", id: "1" } };
    expect(outsideScope({ environments: [], actions: ["*"], resources: ["*"] }, asked)).toBe(
      "environment",
    );
    expect(outsideScope({ environments: ["staging"], actions: [], resources: ["*"] }, asked)).toBe(
      "action",
    );
    expect(
      outsideScope({ environments: ["staging"], actions: ["a.*"], resources: ["t:2"] }, asked),
    ).toBe("resource");
    expect(
      outsideScope({ environments: ["*"], actions: ["a.*"], resources: ["t:*"] }, asked),
    ).toBeNull();
  });
});
