import { createHash, randomInt } from "node:crypto";

export const RECOVERY_CODES = 10;

// Crockford's base32: what is written down by hand has no letter that looks like another.
const ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";
const GROUPS = 4;
const GROUP_LENGTH = 5;

/** A new code, `7k2mq-x9d4t-0vbnh-e6r3w`: 100 random bits. */
export function newRecoveryCode(): string {
  const group = () =>
    Array.from({ length: GROUP_LENGTH }, () => ALPHABET[randomInt(ALPHABET.length)]).join("");
  return Array.from({ length: GROUPS }, group).join("-");
}

/**
 * What is stored of a code, however it is typed in: SHA-256 in hex. Nobody can try 2^100 codes, so
 * neither a salt nor a slow hash adds anything: those are for secrets that people choose.
 */
export function hashRecoveryCode(typed: string): string {
  const code = typed
    .normalize("NFKC")
    .toLowerCase()
    .replaceAll(/[\s-]/g, "")
    .replaceAll("o", "0")
    .replaceAll(/[il]/g, "1");
  return createHash("sha256").update(code).digest("hex");
}
