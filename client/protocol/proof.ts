import { createHash, randomUUID } from "node:crypto";
import {
  calculateJwkThumbprint,
  CompactSign,
  compactVerify,
  errors,
  importJWK,
  type JWK,
} from "jose";
import { decodeCompactJws, decodeSegment, hasExactly } from "./compact-jws";
import { digestsEqual, isDigest, type Digest } from "./digest";
import { ProtocolError } from "./error";

/** RFC 9449 §4.2. */
export const PROOF_TYP = "dpop+jwt";
/** How far the maker's clock may be off, either way. */
export const PROOF_SKEW_MAX_S = 30;

/** An Ed25519 key (RFC 8037) that a grant may be bound to. */
export interface ProofKey {
  kty: "OKP";
  crv: "Ed25519";
  x: string;
}

export type ProofPrivateKey = ProofKey & { d: string };

export class ProofError extends ProtocolError<"invalid_proof"> {
  override readonly name = "ProofError";
  constructor(detail: string) {
    super("invalid_proof", detail);
  }
}

/** The RFC 7638 thumbprint of a proof key: base64url of SHA-256, what `cnf.jkt` holds. */
export function proofKeyThumbprint({ kty, crv, x }: ProofKey): Promise<string> {
  return calculateJwkThumbprint({ kty, crv, x }, "sha256");
}

/**
 * The agent's side: proves possession of the key that the grant is bound to, for one redemption of
 * one operation. `htu` is the redeem URL. Good for 30 seconds and for one use.
 */
export async function makeProof(
  privateKey: ProofPrivateKey,
  bound: { grant: string; htu: string; operationDigest: Digest; now: Date },
): Promise<string> {
  const { kty, crv, x } = privateKey;
  const claims = {
    htm: "POST",
    htu: bound.htu,
    iat: Math.floor(bound.now.getTime() / 1000),
    jti: randomUUID(),
    ath: grantHash(bound.grant),
    operation_digest: bound.operationDigest,
  };
  return new CompactSign(new TextEncoder().encode(JSON.stringify(claims)))
    .setProtectedHeader({ typ: PROOF_TYP, alg: "EdDSA", jwk: { kty, crv, x } })
    .sign(await importJWK(privateKey as JWK, "EdDSA"));
}

/** A proof that verified. Its caller still has to spend `jti`, once for each `jkt`. */
export interface VerifiedProof {
  jkt: string;
  jti: string;
  iat: number;
}

/**
 * The server's side: the checks of RFC 9449 §4.3 and that the proof is for this grant, this
 * operation and the key `jkt`. Throws {@link ProofError}.
 */
export async function verifyProof(
  proof: string,
  expected: { grant: string; htu: string; operationDigest: string; jkt: string; now: Date },
): Promise<VerifiedProof> {
  const jws = decodeCompactJws(proof, ["typ", "alg", "jwk"]);
  if (typeof jws === "string") throw new ProofError(`Not a proof: ${jws}.`);
  const { typ, alg, jwk } = jws.header;
  if (typ !== PROOF_TYP || alg !== "EdDSA") throw new ProofError("Not a proof: wrong typ or alg.");
  assertProofKey(jwk);
  const jkt = await proofKeyThumbprint(jwk);
  if (jkt !== expected.jkt) throw new ProofError("The proof was made by another key.");
  await assertSignature(proof, jwk);

  const { htm, htu, iat, jti, ath, operation_digest } = jws.payload;
  if (htm !== "POST" || typeof htu !== "string" || !isSameTarget(htu, expected.htu))
    throw new ProofError("The proof is for another request: htm or htu doesn't match.");
  if (!Number.isSafeInteger(iat)) throw new ProofError("The proof's iat is malformed.");
  if (!(Math.abs(expected.now.getTime() / 1000 - (iat as number)) <= PROOF_SKEW_MAX_S))
    throw new ProofError(`The proof's iat is more than ${PROOF_SKEW_MAX_S} s off; make a new one.`);
  if (typeof jti !== "string" || !/^[\x21-\x7e]{8,128}$/.test(jti))
    throw new ProofError("The proof's jti is not 8 to 128 visible ASCII characters.");
  if (ath !== grantHash(expected.grant)) throw new ProofError("The proof is for another grant.");
  if (!isDigest(operation_digest) || !digestsEqual(operation_digest, expected.operationDigest))
    throw new ProofError("The proof is for another operation.");
  return { jkt, jti, iat: iat as number };
}

function assertProofKey(jwk: unknown): asserts jwk is ProofKey {
  const key = (typeof jwk === "object" && jwk !== null ? jwk : {}) as Partial<ProofKey>;
  const isPublicEd25519 =
    hasExactly(key, ["kty", "crv", "x"]) &&
    key.kty === "OKP" &&
    key.crv === "Ed25519" &&
    typeof key.x === "string" &&
    decodeSegment(key.x)?.length === 32;
  if (!isPublicEd25519) throw new ProofError("The proof's jwk is not a public Ed25519 key.");
}

async function assertSignature(proof: string, jwk: ProofKey): Promise<void> {
  try {
    await compactVerify(proof, await importJWK({ ...jwk }, "EdDSA"), { algorithms: ["EdDSA"] });
  } catch (error) {
    if (!(error instanceof errors.JOSEError)) throw error;
    throw new ProofError("The proof's signature doesn't verify.");
  }
}

/** `ath`: base64url of SHA-256 over the token's ASCII. */
function grantHash(grant: string): string {
  return createHash("sha256").update(grant, "ascii").digest("base64url");
}

// RFC 9449 §4.3: without query and fragment, after normalisation.
function isSameTarget(actual: string, expected: string): boolean {
  const bare = (text: string) => {
    if (!URL.canParse(text)) return null;
    const { origin, pathname } = new URL(text);
    return origin + pathname;
  };
  return bare(actual) !== null && bare(actual) === bare(expected);
}
