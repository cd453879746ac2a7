import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { nextUrl } from "./enter";

const HERE = "https://countersign.example.com";

describe("where signing in leads", () => {
  it("goes on to a page of ours, query and all", () => {
    expect(nextUrl(HERE, "/operations/op_1?x=1#y")).toBe(`${HERE}/operations/op_1?x=1#y`);
    expect(nextUrl(HERE, `${HERE}/history`)).toBe(`${HERE}/history`);
    expect(nextUrl(HERE, undefined)).toBe(`${HERE}/`);
  });

  it.each([
    "//evil.example.org",
    "/\\evil.example.org",
    "https://evil.example.org/",
    "https://countersign.example.com@evil.example.org/",
    "javascript:alert(1)",
    "blob:https://countersign.example.com/0f8fad5b",
    "http://countersign.example.com/",
    "/\t/evil.example.org",
  ])("leads nowhere else: %j", (next) => {
    expect(nextUrl(HERE, next)).toBe(`${HERE}/`);
  });

  it("names our own origin whatever it is given", () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 30, unit: "binary" }), (text) => {
        expect(new URL(nextUrl(HERE, `/${text}`)).origin).toBe(HERE);
        expect(new URL(nextUrl(HERE, text)).origin).toBe(HERE);
      }),
    );
  });
});
