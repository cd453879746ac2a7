import type { JWK } from "jose";
import type { GrantClaims } from "@/client/protocol/grant";
import { decryptPrivateJwk, publishedKeys, type StoredSigningKey } from "./keys";
import { importSigningKey, signGrant, type SigningKey } from "./sign";

/** Signs with the active key and knows every key whose grants may still be out. */
export interface GrantSigner {
  /** The JWS and the key that made it. */
  sign(claims: GrantClaims): Promise<{ token: string; kid: string }>;
  /** Public keys for the JWKS: next, active, and retired ones until their last grant has expired. */
  publicKeys(): Promise<JWK[]>;
}

/** Older keys are read again behind the caller's back: signing happens inside a transaction. */
const REFRESH_MS = 30_000;
/** Older ones are not used before that; a retired key is published for longer. */
const STALE_MAX_MS = 300_000;

interface Loaded {
  at_ms: number;
  active: SigningKey;
  published: JWK[];
}

/**
 * A signer over stored keys, which follows a rotation made by another copy of the app. When the keys
 * can't be read again, the last known ones serve on; when none ever could, it throws.
 */
export function createGrantSigner(source: {
  load: () => Promise<readonly StoredSigningKey[]>;
  keyEncryptionKey: Uint8Array;
  now: () => Date;
}): GrantSigner {
  let loaded: Loaded | null = null;
  let loading: Promise<Loaded> | null = null;

  async function load(): Promise<Loaded> {
    const keys = await source.load();
    const active = keys.find(({ status }) => status === "active");
    if (!active) throw new Error("There is no active signing key");
    const { kid, privateEncrypted } = active;
    const signingKey =
      loaded?.active.kid === kid
        ? loaded.active
        : await importSigningKey(
            kid,
            decryptPrivateJwk(privateEncrypted, kid, source.keyEncryptionKey),
          );
    const now = source.now();
    return {
      at_ms: now.getTime(),
      active: signingKey,
      published: publishedKeys(keys, now),
    };
  }

  function refresh(): Promise<Loaded> {
    loading ??= load()
      .then((fresh) => (loaded = fresh))
      .finally(() => (loading = null));
    return loading;
  }

  async function current(): Promise<Loaded> {
    if (!loaded) return refresh();
    const known = loaded;
    const age_ms = source.now().getTime() - known.at_ms;
    if (age_ms < REFRESH_MS) return known;
    const refreshed = refresh().catch(() => known);
    return age_ms < STALE_MAX_MS ? known : refreshed;
  }

  return {
    sign: async (claims) => {
      const { active } = await current();
      return { token: await signGrant(claims, active), kid: active.kid };
    },
    publicKeys: async () => (await current()).published,
  };
}
