import { createHash, randomBytes } from "node:crypto";

const TOKEN_BYTES = 32;
const TOKEN = /^[A-Za-z0-9_-]{43}$/;

/** A random token for a cookie or a link: 256 bits in base64url, 43 characters. */
export const newToken = (): string => randomBytes(TOKEN_BYTES).toString("base64url");

/** True for what has the form of such a token; anything else needn't be looked up. */
export const isToken = (value: unknown): value is string =>
  typeof value === "string" && TOKEN.test(value);

/** What is stored of a token: SHA-256 in hex. It is random, so it needs no salt. */
export const hashToken = (token: string): string =>
  createHash("sha256").update(token).digest("hex");
