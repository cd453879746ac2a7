import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";

const VERSION = 1; // first byte, so that the form can change
const NONCE_BYTES = 12; // NIST SP 800-38D: 96 bits
const TAG_BYTES = 16;

/** For the operator to mend. */
class SealedSecretError extends Error {
  override name = "SealedSecretError";
}

/**
 * version ‖ nonce ‖ tag ‖ ciphertext, by AES-256-GCM under KEY_ENCRYPTION_KEY (32 bytes). `name` is
 * authenticated along: a secret moved to another row doesn't open.
 */
export function sealSecret(
  secret: string,
  name: string,
  keyEncryptionKey: Uint8Array,
): Uint8Array<ArrayBuffer> {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv("aes-256-gcm", keyEncryptionKey, nonce).setAAD(Buffer.from(name));
  const sealed = Buffer.concat([cipher.update(secret, "utf8"), cipher.final()]);
  return new Uint8Array(Buffer.concat([Buffer.of(VERSION), nonce, cipher.getAuthTag(), sealed]));
}

/** Throws, naming `name` and the setting, when the key or the bytes aren't the right ones. */
export function openSecret(sealed: Uint8Array, name: string, keyEncryptionKey: Uint8Array): string {
  const nonceEnd = 1 + NONCE_BYTES;
  const tagEnd = nonceEnd + TAG_BYTES;
  if (sealed[0] !== VERSION || sealed.length <= tagEnd)
    throw new Error(`${name} is stored in a form that this version doesn't know`);
  try {
    const decipher = createDecipheriv(
      "aes-256-gcm",
      keyEncryptionKey,
      sealed.subarray(1, nonceEnd),
      {
        authTagLength: TAG_BYTES,
      },
    )
      .setAAD(Buffer.from(name))
      .setAuthTag(sealed.subarray(nonceEnd, tagEnd));
    const opened = Buffer.concat([decipher.update(sealed.subarray(tagEnd)), decipher.final()]);
    return opened.toString("utf8");
  } catch (cause) {
    throw new SealedSecretError(
      `${name} can't be decrypted: KEY_ENCRYPTION_KEY is not the one it was stored under.`,
      { cause },
    );
  }
}
