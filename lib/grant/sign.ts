import { CompactSign, importJWK, type JWK } from "jose";
import { GRANT_ALG, GRANT_TYP } from "@/client/protocol/grant";
import type { GrantClaims } from "@/client/protocol/grant-claims";

export interface SigningKey {
  kid: string;
  privateKey: CryptoKey;
}

/** Makes a private JWK usable; throws unless it is Ed25519. */
export async function importSigningKey(kid: string, privateJwk: JWK): Promise<SigningKey> {
  const key = await importJWK(privateJwk, GRANT_ALG, { extractable: false });
  if (key instanceof Uint8Array || key.type !== "private" || key.algorithm.name !== "Ed25519")
    throw new Error(`Signing key ${kid} is not a private Ed25519 key`);
  return { kid, privateKey: key };
}

/** The compact JWS of these claims; its header holds alg, typ and kid, and nothing else. */
export function signGrant(claims: GrantClaims, { kid, privateKey }: SigningKey): Promise<string> {
  return new CompactSign(new TextEncoder().encode(JSON.stringify(claims)))
    .setProtectedHeader({ alg: GRANT_ALG, typ: GRANT_TYP, kid })
    .sign(privateKey);
}
