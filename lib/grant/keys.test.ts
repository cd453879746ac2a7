import { beforeAll, describe, expect, test } from "vitest";
import { newId } from "@/lib/core/id";
import {
  decryptPrivateJwk,
  encryptPrivateJwk,
  generateSigningKey,
  publishedKeys,
  type NewSigningKey,
  type StoredSigningKey,
} from "./keys";
import { createGrantSigner } from "./signer";

const keyEncryptionKey = new Uint8Array(32).fill(9);
const now = new Date("2026-11-24T12:00:00Z");
const minutes = (count: number) => new Date(now.getTime() + count * 60_000);

let made: NewSigningKey;
beforeAll(async () => {
  made = await generateSigningKey(newId("sgn"), keyEncryptionKey);
});

const stored = (change: Partial<StoredSigningKey> = {}): StoredSigningKey => ({
  ...made,
  status: "active",
  retiredAt: null,
  lastGrantExpiresAt: null,
  ...change,
});

describe("a signing key at rest", () => {
  test("publishes its public half only", () => {
    const { kid, publicJwk } = made;
    expect(publicJwk).toEqual({
      kty: "OKP",
      crv: "Ed25519",
      x: publicJwk.x,
      kid,
      alg: "EdDSA",
      use: "sig",
    });
  });

  test("is decrypted under the key and kid that it was stored with", () => {
    const jwk = decryptPrivateJwk(made.privateEncrypted, made.kid, keyEncryptionKey);
    expect(jwk).toMatchObject({ kty: "OKP", crv: "Ed25519", x: made.publicJwk.x });
    expect(Buffer.from(made.privateEncrypted).includes(Buffer.from(jwk.d as string))).toBe(false);
  });

  test("isn't decrypted under another key or kid, nor with any byte changed", () => {
    const { privateEncrypted, kid } = made;
    const otherKey = new Uint8Array(32).fill(8);
    expect(() => decryptPrivateJwk(privateEncrypted, kid, otherKey)).toThrow(/KEY_ENCRYPTION_KEY/);
    expect(() => decryptPrivateJwk(privateEncrypted, newId("sgn"), keyEncryptionKey)).toThrow();
    for (let i = 0; i < privateEncrypted.length; i++) {
      const changed = privateEncrypted.slice();
      changed[i] = (changed[i] as number) ^ 1;
      expect(() => decryptPrivateJwk(changed, kid, keyEncryptionKey), `byte ${i}`).toThrow();
    }
    for (const length of [0, 1, 13, 29, privateEncrypted.length - 1])
      expect(() =>
        decryptPrivateJwk(privateEncrypted.slice(0, length), kid, keyEncryptionKey),
      ).toThrow();
  });

  test("is never encrypted alike twice", () => {
    const jwk = { kty: "OKP" };
    expect(encryptPrivateJwk(jwk, "a", keyEncryptionKey)).not.toEqual(
      encryptPrivateJwk(jwk, "a", keyEncryptionKey),
    );
  });
});

test("the JWKS holds a retired key until its last grant has expired, and a while for stragglers", () => {
  const isPublished = (change: Partial<StoredSigningKey>) =>
    publishedKeys([stored(change)], now).length === 1;
  expect(isPublished({ status: "next" })).toBe(true);
  expect(isPublished({ status: "active" })).toBe(true);
  const retired = (ago: number) => ({ status: "retired", retiredAt: minutes(-ago) }) as const;
  expect(isPublished(retired(14))).toBe(true);
  expect(isPublished(retired(15))).toBe(false);
  expect(isPublished({ ...retired(60), lastGrantExpiresAt: minutes(1) })).toBe(true);
  expect(isPublished({ ...retired(60), lastGrantExpiresAt: now })).toBe(false);
});

describe("the signer", () => {
  const signerOver = (keys: { current: StoredSigningKey[] | Error }, clock: { now: Date }) => {
    let loads = 0;
    const signer = createGrantSigner({
      load: () => {
        loads++;
        return keys.current instanceof Error
          ? Promise.reject(keys.current)
          : Promise.resolve(keys.current);
      },
      keyEncryptionKey,
      now: () => clock.now,
    });
    return { signer, loads: () => loads };
  };

  test("reads the keys once for many callers", async () => {
    const { signer, loads } = signerOver({ current: [stored()] }, { now });
    const [one, two] = await Promise.all([signer.publicKeys(), signer.publicKeys()]);
    expect(one).toBe(two);
    expect(loads()).toBe(1);
  });

  test("follows a rotation, and serves on while the keys can't be read", async () => {
    const keys: { current: StoredSigningKey[] | Error } = { current: [stored()] };
    const clock = { now };
    const { signer } = signerOver(keys, clock);
    await signer.publicKeys();
    const next = await generateSigningKey(newId("sgn"), keyEncryptionKey);
    keys.current = [stored({ status: "retired", retiredAt: now }), stored({ ...next })];
    clock.now = minutes(10);
    expect((await signer.publicKeys()).map(({ kid }) => kid)).toEqual([made.kid, next.kid]);
    keys.current = new Error("database is away");
    clock.now = minutes(20);
    expect((await signer.publicKeys()).map(({ kid }) => kid)).toEqual([made.kid, next.kid]);
  });

  test("signs nothing without an active key", async () => {
    const { signer } = signerOver({ current: [stored({ status: "next" })] }, { now });
    await expect(signer.sign({} as never)).rejects.toThrow("no active signing key");
  });
});
