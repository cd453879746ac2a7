import fc from "fast-check";
import { CompactSign, exportJWK, generateKeyPair, importJWK } from "jose";
import { beforeAll, describe, expect, test } from "vitest";
import type { Digest } from "./digest";
import {
  makeProof,
  ProofError,
  proofKeyThumbprint,
  verifyProof,
  type ProofKey,
  type ProofPrivateKey,
} from "./proof";

const grant = "eyJ.eyJ.c2ln";
const htu = "https://countersign.example.com/api/v1/grants/redeem";
const operationDigest: Digest = `sha-256:${"1".repeat(64)}`;
const now = new Date("2026-11-24T12:00:00Z");

let privateKey: ProofPrivateKey;
let publicKey: ProofKey;
let jkt: string;
let proof: string;

beforeAll(async () => {
  ({ privateKey, publicKey } = await newKey());
  jkt = await proofKeyThumbprint(publicKey);
  proof = await makeProof(privateKey, { grant, htu, operationDigest, now });
});

async function newKey() {
  const pair = await generateKeyPair("EdDSA", { crv: "Ed25519", extractable: true });
  const jwk = (await exportJWK(pair.privateKey)) as ProofPrivateKey;
  return { privateKey: jwk, publicKey: { kty: jwk.kty, crv: jwk.crv, x: jwk.x } };
}

const verify = (text: string, change: Partial<Parameters<typeof verifyProof>[1]> = {}) =>
  verifyProof(text, { grant, htu, operationDigest, jkt, now, ...change });

async function forge(header: object, claims: object): Promise<string> {
  const base = {
    htm: "POST",
    htu,
    iat: now.getTime() / 1000,
    jti: "0123456789",
    operation_digest: operationDigest,
  };
  const original = JSON.parse(
    Buffer.from(proof.split(".")[1] as string, "base64url").toString(),
  ) as object;
  return new CompactSign(
    new TextEncoder().encode(JSON.stringify({ ...original, ...base, ...claims })),
  )
    .setProtectedHeader({ typ: "dpop+jwt", alg: "EdDSA", jwk: publicKey, ...header } as never)
    .sign(await importJWK(privateKey, "EdDSA"));
}

describe("a proof of possession", () => {
  test("verifies for its grant, operation and key", async () => {
    expect(await verify(proof)).toEqual({
      jkt,
      jti: expect.stringMatching(/^[0-9a-f-]{36}$/),
      iat: now.getTime() / 1000,
    });
    expect(await verify(await forge({}, {}))).toMatchObject({ jti: "0123456789" });
  });

  test("never shows the private key", () => {
    expect(Buffer.from(proof.split(".")[0] as string, "base64url").toString()).not.toContain(
      privateKey.d,
    );
  });

  test.each<[string, Partial<Parameters<typeof verifyProof>[1]>]>([
    ["another grant", { grant: `${grant}x` }],
    ["another URL", { htu: "https://countersign.example.com/api/v1/grants/introspect" }],
    ["another origin", { htu: htu.replace("countersign", "evil") }],
    ["another operation", { operationDigest: `sha-256:${"2".repeat(64)}` }],
    ["another key", { jkt: "A".repeat(43) }],
    ["31 s later", { now: new Date(now.getTime() + 31_000) }],
    ["31 s earlier", { now: new Date(now.getTime() - 31_000) }],
  ])("is refused for %s", async (_, change) => {
    await expect(verify(proof, change)).rejects.toThrow(ProofError);
  });

  test("is accepted within 30 s of skew, and whatever the query of the URL", async () => {
    for (const skew of [-30_000, 30_000])
      await expect(verify(proof, { now: new Date(now.getTime() + skew) })).resolves.toBeTruthy();
    await expect(verify(await forge({}, { htu: `${htu}?a=b#c` }))).resolves.toBeTruthy();
  });

  test.each<[string, object, object]>([
    ["another typ", { typ: "JWT" }, {}],
    ["a further header member", { kid: "x" }, {}],
    [
      "the private key in its header",
      { jwk: { kty: "OKP", crv: "Ed25519", x: "A".repeat(43), d: "x" } },
      {},
    ],
    ["another curve", { jwk: { kty: "OKP", crv: "X25519", x: "A".repeat(43) } }, {}],
    ["another method", {}, { htm: "GET" }],
    ["no URL", {}, { htu: "redeem" }],
    ["no jti", {}, { jti: undefined }],
    ["a jti with spaces", {}, { jti: "0123 4567 89" }],
    ["iat as text", {}, { iat: "now" }],
    ["no ath", {}, { ath: undefined }],
    ["no operation", {}, { operation_digest: undefined }],
  ])("with %s is refused", async (_, header, claims) => {
    await expect(forge(header, claims).then((text) => verify(text))).rejects.toThrow(ProofError);
  });

  test("signed by one key in the name of another is refused", async () => {
    const thief = await newKey();
    const stolen = await makeProof(
      { ...thief.privateKey, x: publicKey.x },
      {
        grant,
        htu,
        operationDigest,
        now,
      },
    ).catch(() => null);
    if (stolen) await expect(verify(stolen)).rejects.toThrow(ProofError);
    const own = await makeProof(thief.privateKey, { grant, htu, operationDigest, now });
    const [, payload, signature] = own.split(".");
    await expect(verify(`${proof.split(".")[0]}.${payload}.${signature}`)).rejects.toThrow(
      ProofError,
    );
  });

  test("with any one character changed is refused", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.nat(proof.length - 1),
        fc.constantFrom(..."AZaz09-_.= "),
        async (at, character) => {
          const mutated = proof.slice(0, at) + character + proof.slice(at + 1);
          fc.pre(mutated !== proof);
          await expect(verify(mutated)).rejects.toThrow(ProofError);
        },
      ),
      { numRuns: 1000 },
    );
  });
});
