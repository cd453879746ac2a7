import fc from "fast-check";
import { expect, test } from "vitest";
import { API_KEY_KINDS, BASE62, parseApiKey } from "@/client/protocol/api-key";
import { apiKeySecretMatches, hashApiKeySecret, mintApiKey } from "./api-key";

const pepper = new Uint8Array(32).fill(7);

test("a minted key parses to its parts, for every kind", () => {
  for (const kind of API_KEY_KINDS) {
    const { key, keyId, secret } = mintApiKey(kind);
    expect(parseApiKey(key)).toEqual({ ok: true, kind, keyId, secret });
    expect(key).toMatch(/^csk_[a-z]+_[0-9A-Za-z]{16}_[0-9A-Za-z]{43}_[0-9A-Za-z]{6}$/);
  }
});

test("one changed character is told as a typo", () => {
  const { key } = mintApiKey("agent");
  fc.assert(
    fc.property(fc.integer({ min: 10, max: key.length - 1 }), fc.nat(61), (at, digit) => {
      fc.pre(key[at] !== "_" && key[at] !== BASE62[digit]);
      const mistyped = key.slice(0, at) + BASE62.charAt(digit) + key.slice(at + 1);
      expect(parseApiKey(mistyped)).toEqual({ ok: false, reason: "mistyped" });
    }),
  );
});

test("what isn't in the form of a key is malformed", () => {
  const { key } = mintApiKey("agent");
  const others = [
    "",
    "csk_",
    `${key}\n`,
    ` ${key}`,
    key.slice(0, -1),
    key.replace("agent", "root"),
  ];
  for (const other of others)
    expect(parseApiKey(other)).toEqual({ ok: false, reason: "malformed" });
});

test("a secret matches its own hash only, under its own pepper only", () => {
  const { secret } = mintApiKey("enforce");
  const stored = hashApiKeySecret(secret, pepper);
  expect(stored).toHaveLength(32);
  expect(apiKeySecretMatches(secret, stored, pepper)).toBe(true);
  expect(apiKeySecretMatches(mintApiKey("enforce").secret, stored, pepper)).toBe(false);
  expect(apiKeySecretMatches(secret, stored, new Uint8Array(32).fill(8))).toBe(false);
  expect(apiKeySecretMatches(secret, stored.slice(1), pepper)).toBe(false);
});

test("a short pepper is refused", () => {
  expect(() => hashApiKeySecret("x", new Uint8Array(31))).toThrow(RangeError);
});
