import type { JWK } from "jose";
import type { GrantClaims } from "@/client/protocol/grant";

/** Signs with the active key and knows every key whose grants may still be out. */
export interface GrantSigner {
  /** The JWS and the key that made it. */
  sign(claims: GrantClaims): Promise<{ token: string; kid: string }>;
  /** Public keys for the JWKS: next, active, and retired ones until their last grant has expired. */
  publicKeys(): Promise<JWK[]>;
}
