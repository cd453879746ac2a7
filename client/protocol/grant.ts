import { compactVerify, createLocalJWKSet, errors, type CompactVerifyGetKey, type JWK } from "jose";
import { decodeCompactJws } from "./compact-jws";
import { ProtocolError } from "./error";
import { assertGrantClaims, type GrantClaims } from "./grant-claims";

export type { GrantApproval, GrantClaims } from "./grant-claims";

export const GRANT_TYP = "exec-grant+jwt";
/** RFC 8037; the only algorithm that is made or taken. */
export const GRANT_ALG = "EdDSA";

type GrantErrorCode =
  | "malformed_grant"
  | "invalid_signature"
  | "wrong_audience"
  | "grant_expired"
  | "grant_not_yet_valid";

export class GrantError extends ProtocolError<GrantErrorCode> {
  override readonly name = "GrantError";
}

/** The keys of a JWKS, or a resolver of keys such as jose's createRemoteJWKSet. */
export type GrantKeys = readonly JWK[] | CompactVerifyGetKey;

/**
 * Verifies form, signature, issuer, audience and times of a grant. That is a filter: only redeeming
 * online says whether it may be used. Throws {@link GrantError}; a resolver's own failure (a key set
 * that can't be fetched) is passed on as it is.
 */
export async function verifyGrant(
  token: string,
  expected: { keys: GrantKeys; issuer: string; audience: string; now: Date },
): Promise<GrantClaims> {
  const claims = await verifyGrantSignature(token, expected);
  assertGrantAudience(claims, expected.audience);
  assertGrantTimes(claims, expected.now);
  return claims;
}

/** Form, signature and issuer only: for a server whose database judges audience and time. */
export async function verifyGrantSignature(
  token: string,
  expected: { keys: GrantKeys; issuer: string },
): Promise<GrantClaims> {
  const claims = decodeGrantShape(token);
  await assertSignature(token, expected.keys);
  if (claims.iss !== expected.issuer)
    throw new GrantError("invalid_signature", `The grant was not issued by ${expected.issuer}.`);
  return claims;
}

/** Throws `wrong_audience` unless the grant is for exactly this enforcement point. */
export function assertGrantAudience(claims: GrantClaims, audience: string): void {
  if (claims.aud !== audience)
    throw new GrantError("wrong_audience", "The grant is for another enforcement point.");
}

/** Valid from `nbf` on, until before `exp`, without leeway. */
export function assertGrantTimes(claims: GrantClaims, now: Date): void {
  const now_s = now.getTime() / 1000;
  if (!(now_s >= claims.nbf))
    throw new GrantError("grant_not_yet_valid", "The grant's objection window is still open.");
  if (!(now_s < claims.exp)) throw new GrantError("grant_expired", "The grant has expired.");
}

/** The claims of a well-formed grant, NOT verified. Throws `malformed_grant`. */
export function decodeGrantShape(token: string): GrantClaims {
  const jws = decodeCompactJws(token, ["alg", "typ", "kid"]);
  if (typeof jws === "string") throw new GrantError("malformed_grant", `Not a grant: ${jws}.`);
  const { alg, typ, kid } = jws.header;
  if (alg !== GRANT_ALG || typ !== GRANT_TYP || typeof kid !== "string" || kid === "")
    throw new GrantError("malformed_grant", "Not a grant: its header is of another kind.");
  assertGrantClaims(jws.payload, (claim) => {
    throw new GrantError(
      "malformed_grant",
      `The grant's claim "${claim}" is missing or malformed.`,
    );
  });
  return jws.payload;
}

async function assertSignature(token: string, keys: GrantKeys): Promise<void> {
  try {
    await compactVerify(token, typeof keys === "function" ? keys : resolverOf(keys), {
      algorithms: [GRANT_ALG],
    });
  } catch (error) {
    if (!NOT_OURS.some((kind) => error instanceof kind)) throw error;
    throw new GrantError("invalid_signature", "The grant was not signed by a current key.");
  }
}

const NOT_OURS = [
  errors.JWSSignatureVerificationFailed,
  errors.JWKSNoMatchingKey,
  errors.JWKSMultipleMatchingKeys,
  errors.JOSEAlgNotAllowed,
  errors.JOSENotSupported,
  errors.JWSInvalid,
];

// Importing a key costs as much as a verification: done once for each list.
const resolvers = new WeakMap<readonly JWK[], CompactVerifyGetKey>();

function resolverOf(keys: readonly JWK[]): CompactVerifyGetKey {
  let resolver = resolvers.get(keys);
  if (!resolver) {
    resolver = createLocalJWKSet({ keys: [...keys] });
    resolvers.set(keys, resolver);
  }
  return resolver;
}
