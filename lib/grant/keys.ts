import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import { exportJWK, generateKeyPair, type JWK } from "jose";
import { GRANT_ALG } from "@/client/protocol/grant";
import { GRANT_LIFETIME_MAX_S } from "@/client/protocol/grant-claims";
import type { Id } from "@/lib/core/id";

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

const VERSION = 1; // first byte, so that the form can change
const NONCE_BYTES = 12; // NIST SP 800-38D: 96 bits
const TAG_BYTES = 16;

/** version ‖ nonce ‖ tag ‖ ciphertext; AES-256-GCM with the kid as additional data. */
export function encryptPrivateJwk(
  privateJwk: JWK,
  kid: string,
  keyEncryptionKey: Uint8Array,
): Uint8Array<ArrayBuffer> {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv("aes-256-gcm", keyEncryptionKey, nonce).setAAD(Buffer.from(kid));
  const sealed = Buffer.concat([cipher.update(JSON.stringify(privateJwk), "utf8"), cipher.final()]);
  return new Uint8Array(Buffer.concat([Buffer.of(VERSION), nonce, cipher.getAuthTag(), sealed]));
}

/** For the operator to mend. */
class SigningKeyError extends Error {
  override name = "SigningKeyError";
}

/** Throws with a message that names the setting when the key or the bytes aren't the right ones. */
export function decryptPrivateJwk(
  encrypted: Uint8Array,
  kid: string,
  keyEncryptionKey: Uint8Array,
): JWK {
  const nonceEnd = 1 + NONCE_BYTES;
  const tagEnd = nonceEnd + TAG_BYTES;
  if (encrypted[0] !== VERSION || encrypted.length <= tagEnd)
    throw new Error(`Signing key ${kid} is stored in a form that this version doesn't know`);
  try {
    const decipher = createDecipheriv(
      "aes-256-gcm",
      keyEncryptionKey,
      encrypted.subarray(1, nonceEnd),
      { authTagLength: TAG_BYTES },
    )
      .setAAD(Buffer.from(kid))
      .setAuthTag(encrypted.subarray(nonceEnd, tagEnd));
    const opened = Buffer.concat([decipher.update(encrypted.subarray(tagEnd)), decipher.final()]);
    return JSON.parse(opened.toString("utf8")) as JWK;
  } catch (cause) {
    throw new SigningKeyError(
      `Signing key ${kid} can't be decrypted: KEY_ENCRYPTION_KEY is not the one it was stored under.`,
      { cause },
    );
  }
}
