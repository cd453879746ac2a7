import { uuidv7obj } from "uuidv7";

/** What each prefix names. A new kind of row gets its prefix here, so that ids never collide. */
export const ID_PREFIXES = {
  op: "operation",
  grt: "grant (the token's jti)",
  agt: "agent",
  key: "API key",
  ep: "enforcement point",
  env: "environment",
  inv: "resource of the inventory",
  rcp: "recovery point",
  usr: "user",
  grp: "group",
  dec: "decision",
  evt: "audit event",
  lnk: "invitation or sign-in link",
  sgn: "signing key (the JWKS kid)",
  req: "request",
  out: "outbox message",
  psk: "passkey",
  ses: "session",
  chl: "WebAuthn challenge",
  dlg: "delegation",
  con: "connection to a live database",
  mft: "manifest: operations that were submitted as one",
  whk: "webhook",
} as const;

export type IdPrefix = keyof typeof ID_PREFIXES;
export type Id<P extends IdPrefix = IdPrefix> = `${P}_${string}`;

const CROCKFORD = "0123456789abcdefghjkmnpqrstvwxyz";
const ENCODED_LENGTH = 26; // 128 bits at 5 bits per character, rounded up

/**
 * A new id: `<prefix>_` and a UUIDv7 (RFC 9562 §5.7) in lower-case Crockford base32.
 * Ids of one prefix sort by the time they were made.
 */
export function newId<P extends IdPrefix>(prefix: P): Id<P> {
  let rest = BigInt(`0x${uuidv7obj().toHex()}`);
  let encoded = "";
  for (let i = 0; i < ENCODED_LENGTH; i++) {
    encoded = CROCKFORD.charAt(Number(rest & 31n)) + encoded;
    rest >>= 5n;
  }
  return `${prefix}_${encoded}`;
}

// 128 bits fill 25 characters and 3 bits of the first one, which is therefore at most 7.
const ENCODED = /^[0-7][0-9a-hjkmnp-tv-z]{25}$/;

/** True when `value` has the exact form of an id with this prefix. */
export function isId<P extends IdPrefix>(prefix: P, value: unknown): value is Id<P> {
  return (
    typeof value === "string" &&
    value.startsWith(`${prefix}_`) &&
    ENCODED.test(value.slice(prefix.length + 1))
  );
}
