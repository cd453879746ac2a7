import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import fc from "fast-check";
import {
  base64url,
  CompactSign,
  decodeProtectedHeader,
  exportJWK,
  generateKeyPair,
  importJWK,
  type JWK,
} from "jose";
import { beforeAll, describe, expect, test } from "vitest";
import {
  decodeGrantShape,
  GrantError,
  verifyGrant,
  verifyGrantSignature,
  type GrantClaims,
} from "@/client/protocol/grant";
import { newId } from "@/lib/core/id";
import { buildGrantClaims, GRANT_LIFETIME_DEFAULT_S, type GrantFacts } from "./claims";
import { importSigningKey, signGrant, type SigningKey } from "./sign";

const issuer = "https://countersign.example.com";
const audience = "https://infra.example.com";
const notBefore = new Date("2026-11-24T12:00:00Z");
const now = new Date("2026-11-24T12:01:00Z");
const digest = (digit: string) => `sha-256:${digit.repeat(64)}`;

const facts: GrantFacts = {
  issuer,
  audience,
  agentId: newId("agt"),
  grantId: newId("grt"),
  issuedAt: notBefore,
  notBefore,
  expiresAt: new Date(notBefore.getTime() + GRANT_LIFETIME_DEFAULT_S * 1000),
  operationId: newId("op"),
  operationDigest: digest("1"),
  shownDigest: digest("2"),
  policyDigest: digest("3"),
  approvals: [{ reviewer: newId("usr"), at: notBefore, method: "passkey" }],
  environment: "production",
  action: "railway.volume.delete",
  resource: { type: "railway.volume", id: "vol_8f2c" },
  proofJkt: null,
};

let signingKey: SigningKey;
let keys: JWK[];
let token: string;

beforeAll(async () => {
  const pair = await generateKeyPair("EdDSA", { crv: "Ed25519", extractable: true });
  signingKey = await importSigningKey("sgn_test", await exportJWK(pair.privateKey));
  keys = [{ ...(await exportJWK(pair.publicKey)), kid: "sgn_test", alg: "EdDSA", use: "sig" }];
  token = await signGrant(buildGrantClaims(facts), signingKey);
});

const verify = (grant: string, expected: Partial<Parameters<typeof verifyGrant>[1]> = {}) =>
  verifyGrant(grant, { keys, issuer, audience, now, ...expected });

async function refusal(attempt: Promise<unknown>): Promise<string> {
  try {
    await attempt;
  } catch (error) {
    if (error instanceof GrantError) return error.code;
    throw error;
  }
  return "accepted";
}

/** Signs whatever it is given with the right key. */
function forge(header: object, payload: unknown): Promise<string> {
  const bytes = new TextEncoder().encode(
    typeof payload === "string" ? payload : JSON.stringify(payload),
  );
  return new CompactSign(bytes).setProtectedHeader(header as never).sign(signingKey.privateKey);
}

const header = { alg: "EdDSA", typ: "exec-grant+jwt", kid: "sgn_test" };

describe("a grant", () => {
  test("verifies, and says what was approved", async () => {
    const claims = await verify(token);
    expect(claims).toEqual(buildGrantClaims(facts));
    expect(claims.exp - claims.nbf).toBe(300);
    expect(claims).not.toHaveProperty("cnf");
    expect(decodeProtectedHeader(token)).toEqual(header);
  });

  test("with any one character changed, added or removed is refused", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.nat(token.length - 1),
        fc.constantFrom("replace", "insert", "remove"),
        fc.constantFrom(
          ..."ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.=+/ \n\u0000é",
        ),
        async (at, change, character) => {
          const mutated =
            token.slice(0, at) +
            (change === "remove" ? "" : character) +
            token.slice(change === "insert" ? at : at + 1);
          fc.pre(mutated !== token);
          expect(await refusal(verify(mutated))).not.toBe("accepted");
        },
      ),
      { numRuns: 3000 },
    );
  });

  test("with any bit of any decoded segment flipped is refused", async () => {
    const segments = token.split(".");
    for (const [index, segment] of segments.entries()) {
      const bytes = Buffer.from(segment, "base64url");
      for (let bit = 0; bit < bytes.length * 8; bit += index === 1 ? 13 : 1) {
        const flipped = Buffer.from(bytes);
        flipped[bit >> 3] = (flipped[bit >> 3] as number) ^ (1 << (bit & 7));
        const mutated = segments.with(index, flipped.toString("base64url")).join(".");
        expect(await refusal(verify(mutated)), `segment ${index}, bit ${bit}`).not.toBe("accepted");
      }
    }
  });

  test("has one spelling: padding, spaces and the signature's unused bits are refused", async () => {
    const signature = token.split(".")[2] as string;
    const last = signature.at(-1) as string;
    const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    const sibling = alphabet.charAt(alphabet.indexOf(last) ^ 1); // same bytes to a lenient decoder
    for (const other of [
      `${token} `,
      ` ${token}`,
      `${token}\n`,
      `${token}=`,
      `${token}.`,
      token.slice(0, -1) + sibling,
    ])
      expect(await refusal(verify(other))).toBe("malformed_grant");
  });

  test("whose signature's S is raised by the group's order is refused", async () => {
    const order = 2n ** 252n + 27742317777372353535851937790883648493n;
    const [head, payload, signature] = token.split(".") as [string, string, string];
    const bytes = Buffer.from(signature, "base64url");
    const s = BigInt(`0x${Buffer.from(bytes.subarray(32)).reverse().toString("hex")}`) + order;
    const raised = Buffer.from(s.toString(16).padStart(64, "0"), "hex").reverse();
    const malleated = Buffer.concat([bytes.subarray(0, 32), raised]).toString("base64url");
    expect(await refusal(verify(`${head}.${payload}.${malleated}`))).toBe("invalid_signature");
  });

  test.each([
    ["no algorithm", { alg: "none", typ: header.typ, kid: header.kid }],
    ["another type", { ...header, typ: "JWT" }],
    ["no type", { alg: header.alg, kid: header.kid }],
    ["no kid", { alg: header.alg, typ: header.typ }],
    ["jku", { ...header, jku: "https://evil.example.com/jwks.json" }],
    ["jwk", { ...header, jwk: { kty: "OKP", crv: "Ed25519", x: "A".repeat(43) } }],
    ["x5u", { ...header, x5u: "https://evil.example.com/cert" }],
    ["crit", { ...header, crit: ["b64"], b64: false }],
    ["b64", { ...header, b64: true }],
  ])("with %s in its header is refused, whoever signed it", async (_, other) => {
    const [, payload, signature] = token.split(".") as [string, string, string];
    const forged = `${base64url.encode(JSON.stringify(other))}.${payload}.${signature}`;
    expect(await refusal(verify(forged))).toBe("malformed_grant");
  });

  test("that repeats a member is refused, in header and payload", async () => {
    const [, payload, signature] = token.split(".") as [string, string, string];
    const twice = `{"alg":"EdDSA","typ":"exec-grant+jwt","kid":"sgn_test","kid":"sgn_test"}`;
    expect(await refusal(verify(`${base64url.encode(twice)}.${payload}.${signature}`))).toBe(
      "malformed_grant",
    );
    const claims = JSON.stringify(buildGrantClaims(facts)).replace("{", `{"aud":"${audience}",`);
    expect(await refusal(verify(await forge(header, claims)))).toBe("malformed_grant");
  });

  test("longer than 8 KiB is refused before it is decoded", async () => {
    const large = { ...buildGrantClaims(facts), padding: "x".repeat(8192) };
    expect(await refusal(verify(await forge(header, large)))).toBe("malformed_grant");
  });

  test.each<[string, (claims: GrantClaims) => object]>([
    ["a missing jti", (c) => ({ ...c, jti: undefined })],
    ["a list of audiences", (c) => ({ ...c, aud: [c.aud] })],
    ["a fractional time", (c) => ({ ...c, nbf: c.nbf + 0.5 })],
    ["a time as text", (c) => ({ ...c, exp: String(c.exp) })],
    ["nbf before iat", (c) => ({ ...c, nbf: c.iat - 1 })],
    ["exp at nbf", (c) => ({ ...c, exp: c.nbf })],
    ["more than 15 minutes", (c) => ({ ...c, exp: c.nbf + 901 })],
    ["an upper-case digest", (c) => ({ ...c, operation_digest: c.operation_digest.toUpperCase() })],
    ["no policy digest", (c) => ({ ...c, policy_digest: undefined })],
    ["approvals that aren't a list", (c) => ({ ...c, approvals: {} })],
    [
      "an approval without a reviewer",
      (c) => ({ ...c, approvals: [{ at: "2026-11-24", amr: [] }] }),
    ],
    [
      "two authorizations",
      (c) => ({
        ...c,
        authorization_details: [...c.authorization_details, ...c.authorization_details],
      }),
    ],
    [
      "an authorization for elsewhere",
      (c) => ({
        ...c,
        authorization_details: [
          { ...c.authorization_details[0], locations: ["https://x.example.com"] },
        ],
      }),
    ],
    ["a binding that isn't understood", (c) => ({ ...c, cnf: { "x5t#S256": "A".repeat(43) } })],
    ["a binding that is empty", (c) => ({ ...c, cnf: {} })],
    ["a list for a payload", () => []],
  ])("with %s is malformed, though rightly signed", async (_, change) => {
    const forged = await forge(header, change(buildGrantClaims(facts)));
    expect(await refusal(verify(forged))).toBe("malformed_grant");
  });

  test("of another audience, issuer or key is refused", async () => {
    expect(await refusal(verify(token, { audience: "https://other.example.com" }))).toBe(
      "wrong_audience",
    );
    expect(await refusal(verify(token, { issuer: `${issuer}/` }))).toBe("invalid_signature");
    expect(await refusal(verify(token, { keys: [] }))).toBe("invalid_signature");
    const other = await exportJWK(
      (await generateKeyPair("EdDSA", { extractable: true })).publicKey,
    );
    expect(await refusal(verify(token, { keys: [{ ...other, kid: "sgn_test" }] }))).toBe(
      "invalid_signature",
    );
  });

  test("is valid from nbf until before exp", async () => {
    const at = (offset_ms: number) => ({ now: new Date(notBefore.getTime() + offset_ms) });
    expect(await refusal(verify(token, at(-1)))).toBe("grant_not_yet_valid");
    expect(await refusal(verify(token, at(0)))).toBe("accepted");
    expect(await refusal(verify(token, at(299_999)))).toBe("accepted");
    expect(await refusal(verify(token, at(300_000)))).toBe("grant_expired");
    expect(await refusal(verify(token, { now: new Date(NaN) }))).toBe("grant_not_yet_valid");
    // The server leaves time to its database.
    expect(await refusal(verifyGrantSignature(token, { keys, issuer }))).toBe("accepted");
  });

  test("is not judged when the keys can't be had", async () => {
    const unreachable = () => Promise.reject(new TypeError("fetch failed"));
    await expect(verify(token, { keys: unreachable })).rejects.toThrow("fetch failed");
  });
});

describe("buildGrantClaims", () => {
  test.each<[string, Partial<GrantFacts>]>([
    ["a lifetime over 15 minutes", { expiresAt: new Date(notBefore.getTime() + 901_000) }],
    ["an end before the start", { expiresAt: notBefore }],
    ["a start before the issue", { notBefore: new Date(notBefore.getTime() - 1000) }],
    ["times with fractions", { expiresAt: new Date(notBefore.getTime() + 60_500) }],
    ["what is no digest", { operationDigest: "9f86" }],
    ["an empty audience", { audience: "" }],
  ])("refuses %s", (_, change) => {
    expect(() => buildGrantClaims({ ...facts, ...change })).toThrow(RangeError);
  });

  test("binds the grant to a proof key", () => {
    const jkt = "A".repeat(43);
    expect(buildGrantClaims({ ...facts, proofJkt: jkt }).cnf).toEqual({ jkt });
  });
});

const corpora = path.join(import.meta.dirname, "../../../shared/corpora/jws");

describe.skipIf(!existsSync(corpora))("Wycheproof (skipped where the corpus is absent)", () => {
  const read = (file: string) =>
    JSON.parse(readFileSync(path.join(corpora, file), "utf8")) as Groups;
  const bytes = (hex: string) => new Uint8Array(Buffer.from(hex, "hex"));

  test("no JWS of another algorithm or kind is a grant, with its own key at hand", async () => {
    let tried = 0;
    for (const group of read("json_web_signature_test.json").testGroups)
      for (const { jws } of group.tests) {
        const own = [group.public, group.private].flatMap((key) => (key ? [key] : []));
        expect(await refusal(verify(jws as string, { keys: own }))).toBe("malformed_grant");
        tried++;
      }
    expect(tried).toBeGreaterThan(300);
  });

  test("Ed25519: what is valid verifies, what is invalid doesn't, and none signs a grant", async () => {
    const [head, payload] = token.split(".");
    let tried = 0;
    for (const { publicKeyJwk, tests } of read("ed25519_test.json").testGroups) {
      const key = await importJWK({ ...publicKeyJwk, kid: "sgn_test" }, "EdDSA");
      for (const { msg, sig, result } of tests) {
        const verified = await crypto.subtle.verify(
          "Ed25519",
          key as CryptoKey,
          bytes(sig as string),
          bytes(msg as string),
        );
        expect(verified).toBe(result === "valid");
        const forged = `${head}.${payload}.${base64url.encode(bytes(sig as string))}`;
        const own = [{ ...publicKeyJwk, kid: "sgn_test" }];
        expect(await refusal(verify(forged, { keys: own }))).not.toBe("accepted");
        tried++;
      }
    }
    expect(tried).toBeGreaterThan(100);
  });
});

interface Groups {
  testGroups: {
    public?: JWK;
    private?: JWK;
    publicKeyJwk?: JWK;
    tests: { jws?: string; msg?: string; sig?: string; result: string }[];
  }[];
}

test("decodeGrantShape reads the claims of a grant without trusting them", () => {
  expect(decodeGrantShape(token)).toEqual(buildGrantClaims(facts));
  expect(() => decodeGrantShape("a.b.c")).toThrow(GrantError);
});
