import { createHmac, randomInt, timingSafeEqual } from "node:crypto";
import {
  BASE62,
  formatApiKey,
  KEY_ID_LENGTH,
  KEY_SECRET_LENGTH,
  type ApiKeyKind,
} from "@/client/protocol/api-key";

/** Shorter peppers are refused: HMAC-SHA-256 wants a key as long as its output (RFC 2104 §3). */
const PEPPER_BYTES_MIN = 32;

/** A key as it is made: `key` is shown once, `keyId` is stored and looked up. */
export interface MintedApiKey {
  key: string;
  keyId: string;
  secret: string;
}

/** A new random key: 43 base62 characters of secret, a little over 256 bits. */
export function mintApiKey(kind: ApiKeyKind): MintedApiKey {
  const keyId = randomBase62(KEY_ID_LENGTH);
  const secret = randomBase62(KEY_SECRET_LENGTH);
  return { key: formatApiKey({ kind, keyId, secret }), keyId, secret };
}

/** What is stored of a key's secret: 32 bytes, HMAC-SHA-256 under the server's pepper. */
export function hashApiKeySecret(secret: string, pepper: Uint8Array): Uint8Array<ArrayBuffer> {
  if (pepper.length < PEPPER_BYTES_MIN)
    throw new RangeError(`The API key pepper needs at least ${PEPPER_BYTES_MIN} bytes`);
  return new Uint8Array(createHmac("sha256", pepper).update(secret).digest());
}

/** Whether a presented secret is the stored one, in constant time. */
export function apiKeySecretMatches(
  secret: string,
  storedHmac: Uint8Array,
  pepper: Uint8Array,
): boolean {
  const computed = hashApiKeySecret(secret, pepper);
  return storedHmac.length === computed.length && timingSafeEqual(storedHmac, computed);
}

function randomBase62(length: number): string {
  let text = "";
  for (let i = 0; i < length; i++) text += BASE62.charAt(randomInt(BASE62.length)); // unbiased
  return text;
}
