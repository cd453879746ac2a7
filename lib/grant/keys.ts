import { exportJWK, generateKeyPair, type JWK } from "jose";
import { GRANT_ALG } from "@/client/protocol/grant";
import { GRANT_LIFETIME_MAX_S } from "@/client/protocol/grant-claims";
import type { Id } from "@/lib/core/id";
import { openSecret, sealSecret } from "@/lib/core/sealed-secret";

export type SigningKeyStatus = "next" | "active" | "retired";

/** A signing key as it is stored. `publicJwk` carries kid, alg and use, as the JWKS publishes it. */
export interface StoredSigningKey {
  kid: string;
  status: SigningKeyStatus;
  publicJwk: JWK;
  privateEncrypted: Uint8Array;
  retiredAt: Date | null;
  /** The latest `exp` of any grant signed with it; null when there is none. */
  lastGrantExpiresAt: Date | null;
}

export type NewSigningKey = Pick<StoredSigningKey, "kid" | "publicJwk" | "privateEncrypted">;

/** A new Ed25519 key pair, the private half encrypted under KEY_ENCRYPTION_KEY (32 bytes). */
export async function generateSigningKey(
  kid: Id<"sgn">,
  keyEncryptionKey: Uint8Array,
): Promise<NewSigningKey> {
  const pair = await generateKeyPair(GRANT_ALG, { crv: "Ed25519", extractable: true });
  const { kty, crv, x } = await exportJWK(pair.publicKey);
  if (kty === undefined || crv === undefined || x === undefined)
    throw new Error("The new signing key has no public half");
  return {
    kid,
    publicJwk: { kty, crv, x, kid, alg: GRANT_ALG, use: "sig" },
    privateEncrypted: encryptPrivateJwk(await exportJWK(pair.privateKey), kid, keyEncryptionKey),
  };
}

/** What the JWKS publishes: the retired too, until the last grant they signed has expired. */
export function publishedKeys(keys: readonly StoredSigningKey[], now: Date): JWK[] {
  return keys.filter((key) => isPublished(key, now)).map(({ publicJwk }) => publicJwk);
}

function isPublished(key: StoredSigningKey, now: Date): boolean {
  if (key.status !== "retired") return true;
  // A copy of the app that hasn't seen the rotation yet may still sign for a moment.
  const grace_ms = (key.retiredAt?.getTime() ?? 0) + GRANT_LIFETIME_MAX_S * 1000;
  return now.getTime() < Math.max(grace_ms, key.lastGrantExpiresAt?.getTime() ?? 0);
}

/** The private half as it is stored: see sealSecret. */
export const encryptPrivateJwk = (privateJwk: JWK, kid: string, keyEncryptionKey: Uint8Array) =>
  sealSecret(JSON.stringify(privateJwk), kid, keyEncryptionKey);

/** Throws with a message that names the setting when the key or the bytes aren't the right ones. */
export const decryptPrivateJwk = (
  encrypted: Uint8Array,
  kid: string,
  keyEncryptionKey: Uint8Array,
): JWK => JSON.parse(openSecret(encrypted, kid, keyEncryptionKey)) as JWK;
