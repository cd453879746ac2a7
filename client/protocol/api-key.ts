import { crc32 } from "node:zlib";

/** What a key may do: four kinds with disjoint powers, none of which can approve. */
export const API_KEY_KINDS = ["agent", "enforce", "audit", "admin"] as const;
export type ApiKeyKind = (typeof API_KEY_KINDS)[number];

export const KEY_ID_LENGTH = 16;
export const KEY_SECRET_LENGTH = 43; // 62^43 > 2^256
const CHECKSUM_LENGTH = 6; // 62^6 > 2^32

export const BASE62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

const FORM = new RegExp(
  `^csk_(${API_KEY_KINDS.join("|")})_([0-9A-Za-z]{${KEY_ID_LENGTH}})` +
    `_([0-9A-Za-z]{${KEY_SECRET_LENGTH}})_([0-9A-Za-z]{${CHECKSUM_LENGTH}})$`,
);

export type ParsedApiKey =
  | { ok: true; kind: ApiKeyKind; keyId: string; secret: string }
  /** `malformed`: no key of ours at all. `mistyped`: one of ours with a character changed. */
  | { ok: false; reason: "malformed" | "mistyped" };

/**
 * Reads `csk_<kind>_<keyid>_<secret>_<crc32>`. Says nothing about whether the key exists: the
 * checksum only tells a typing or copying error from a key that isn't known.
 */
export function parseApiKey(text: string): ParsedApiKey {
  const match = FORM.exec(text);
  if (!match) return { ok: false, reason: "malformed" };
  const [, kind, keyId, secret, checksum] = match as unknown as [string, ApiKeyKind, ...string[]];
  if (keyId === undefined || secret === undefined) return { ok: false, reason: "malformed" };
  if (checksum !== apiKeyChecksum(text.slice(0, text.length - CHECKSUM_LENGTH - 1)))
    return { ok: false, reason: "mistyped" };
  return { ok: true, kind, keyId, secret };
}

/** Puts the parts together and adds the checksum. */
export function formatApiKey(key: { kind: ApiKeyKind; keyId: string; secret: string }): string {
  const body = `csk_${key.kind}_${key.keyId}_${key.secret}`;
  return `${body}_${apiKeyChecksum(body)}`;
}

// CRC-32 of everything before it, in six base62 digits, most significant first.
function apiKeyChecksum(body: string): string {
  let rest = crc32(body);
  let digits = "";
  for (let i = 0; i < CHECKSUM_LENGTH; i++) {
    digits = BASE62.charAt(rest % 62) + digits;
    rest = Math.floor(rest / 62);
  }
  return digits;
}
