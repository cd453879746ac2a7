import type { DecisionEvidence } from "./operation";

/**
 * WebAuthn Level 3, as the services see it: lib/auth has the library. Options and responses are the
 * JSON forms of §5.1.8 and are passed on unread.
 */
export interface PasskeyOwner {
  readonly userId: string;
  readonly email: string;
  readonly name: string;
}

export interface NewPasskey {
  /** Credential id, base64url. */
  readonly id: string;
  /** COSE. */
  readonly publicKey: Uint8Array;
  readonly counter: number;
  readonly transports: readonly string[];
  readonly deviceType: "singleDevice" | "multiDevice";
  readonly backedUp: boolean;
}

export interface StoredPasskey extends NewPasskey {
  readonly userId: string;
}

export interface CeremonyOptions {
  readonly challenge: string;
  /** For `navigator.credentials`, as JSON. */
  readonly options: Readonly<Record<string, unknown>>;
}

/** What a passkey's answer leaves behind: its counter, and what it signed, to be verified again. */
export interface VerifiedStepUp {
  readonly counter: number;
  readonly backedUp: boolean;
  /** Without the nonce that went into the challenge. */
  readonly evidence: Omit<DecisionEvidence, "nonce">;
}

/** All verifications throw on anything that doesn't fit: origin, RP id, challenge, signature, user verification. */
export interface PasskeyCeremony {
  registrationOptions(
    owner: PasskeyOwner,
    existing: readonly Pick<StoredPasskey, "id" | "transports">[],
  ): Promise<CeremonyOptions>;
  verifyRegistration(response: unknown, challenge: string): Promise<NewPasskey>;
  signInOptions(): Promise<CeremonyOptions>;
  /** The credential id that an untrusted response claims. */
  claimedId(response: unknown): string | null;
  verifySignIn(
    response: unknown,
    challenge: string,
    passkey: StoredPasskey,
  ): Promise<{ counter: number; backedUp: boolean }>;
  /** For one of these passkeys only, over a challenge that says what is confirmed. */
  stepUpOptions(
    challenge: string,
    allowed: readonly Pick<StoredPasskey, "id" | "transports">[],
  ): Promise<CeremonyOptions>;
  verifyStepUp(
    response: unknown,
    challenge: string,
    passkey: StoredPasskey,
  ): Promise<VerifiedStepUp>;
  /** The same again, of what was stored; the caller knows whose key it is. */
  verifyEvidence(
    evidence: DecisionEvidence,
    challenge: string,
    publicKey: Uint8Array,
  ): Promise<void>;
}
