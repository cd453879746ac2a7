import fc from "fast-check";
import { expect, test } from "vitest";
import { hashRecoveryCode, newRecoveryCode } from "./recovery-code";

test("a code is four groups of five letters and digits that can't be mistaken for each other", () => {
  for (let i = 0; i < 1000; i++)
    expect(newRecoveryCode()).toMatch(/^[0-9a-hjkmnp-tv-z]{5}(-[0-9a-hjkmnp-tv-z]{5}){3}$/);
});

test("a code is known however it was written down", () => {
  const hash = hashRecoveryCode("01k2m-x9d4t-0vbnh-e6r3w");
  for (const typed of [
    "01K2M-X9D4T-0VBNH-E6R3W",
    " oik2m x9d4t ovbnh e6r3w ",
    "OlK2MX9D4TOVBNHE6R3W",
    "０１k2m-x9d4t-0vbnh-e6r3w",
  ])
    expect(hashRecoveryCode(typed)).toBe(hash);
});

test("another code has another hash", () => {
  fc.assert(
    fc.property(fc.nat(19), fc.nat(30), (at, step) => {
      const letters = "0123456789abcdefghjkmnpqrstvwxyz";
      const code = newRecoveryCode().replaceAll("-", "");
      const next = letters[(letters.indexOf(code[at] ?? "") + 1 + step) % 32];
      const other = code.slice(0, at) + next + code.slice(at + 1);
      expect(hashRecoveryCode(other)).not.toBe(hashRecoveryCode(code));
    }),
  );
});
