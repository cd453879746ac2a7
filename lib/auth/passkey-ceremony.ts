import {
  generateAuthenticationOptions,
  generateRegistrationOptions,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
  type AuthenticationResponseJSON,
  type AuthenticatorTransport,
  type RegistrationResponseJSON,
  type WebAuthnCredential,
} from "@simplewebauthn/server";
import type { CeremonyOptions, PasskeyCeremony, StoredPasskey } from "@/lib/core/passkey";

const RP_NAME = "Countersign";
/** How long the browser's dialog stays open. */
const CEREMONY_TIMEOUT_MS = 120_000;

/**
 * Discoverable credentials with user verification, always: the passkey is the whole proof, so a key
 * that was merely touched is not enough. The RP id is the configured origin's host name.
 */
export function passkeyCeremony(publicUrl: string): PasskeyCeremony {
  const { origin: expectedOrigin, hostname: rpID } = new URL(publicUrl);

  return {
    async registrationOptions(owner, existing) {
      const options = await generateRegistrationOptions({
        rpName: RP_NAME,
        rpID,
        userID: new Uint8Array(Buffer.from(owner.userId, "utf8")),
        userName: owner.email,
        userDisplayName: owner.name,
        timeout: CEREMONY_TIMEOUT_MS,
        attestationType: "none",
        authenticatorSelection: { residentKey: "required", userVerification: "required" },
        excludeCredentials: existing.map(({ id, transports }) => ({
          id,
          transports: transports as AuthenticatorTransport[],
        })),
      });
      return asCeremony(options);
    },

    async verifyRegistration(response, expectedChallenge) {
      const { verified, registrationInfo } = await verifyRegistrationResponse({
        response: response as RegistrationResponseJSON,
        expectedChallenge,
        expectedOrigin,
        expectedRPID: rpID,
        requireUserVerification: true,
      });
      if (!verified) throw new Error("the registration doesn't verify");
      const { credential, credentialDeviceType, credentialBackedUp } = registrationInfo;
      return {
        id: credential.id,
        publicKey: credential.publicKey,
        counter: credential.counter,
        transports: credential.transports ?? [],
        deviceType: credentialDeviceType,
        backedUp: credentialBackedUp,
      };
    },

    async signInOptions() {
      const options = await generateAuthenticationOptions({
        rpID,
        timeout: CEREMONY_TIMEOUT_MS,
        userVerification: "required",
      });
      return asCeremony(options);
    },

    claimedId(response) {
      const id: unknown = (response as { id?: unknown } | null)?.id;
      return typeof id === "string" ? id : null;
    },

    verifySignIn: verifyAnswer,

    async stepUpOptions(challenge, allowed) {
      const options = await generateAuthenticationOptions({
        rpID,
        challenge: new Uint8Array(Buffer.from(challenge, "base64url")),
        timeout: CEREMONY_TIMEOUT_MS,
        userVerification: "required",
        allowCredentials: allowed.map(({ id, transports }) => ({
          id,
          transports: transports as AuthenticatorTransport[],
        })),
      });
      return asCeremony(options);
    },

    async verifyStepUp(response, challenge, passkey) {
      const { response: given } = response as AuthenticationResponseJSON;
      const use = await verifyAnswer(response, challenge, passkey);
      return {
        ...use,
        evidence: {
          credential_id: passkey.id,
          public_key: Buffer.from(passkey.publicKey).toString("base64url"),
          authenticator_data: given.authenticatorData,
          client_data_json: given.clientDataJSON,
          signature: given.signature,
          rp_id: rpID,
          origin: expectedOrigin,
        },
      };
    },

    async verifyEvidence(evidence, challenge, publicKey) {
      const { credential_id: id } = evidence;
      if (evidence.rp_id !== rpID || evidence.origin !== expectedOrigin)
        throw new Error("the evidence is of another site");
      if (evidence.public_key !== Buffer.from(publicKey).toString("base64url"))
        throw new Error("the evidence is of another passkey");
      await verify(
        {
          id,
          rawId: id,
          type: "public-key",
          clientExtensionResults: {},
          response: {
            authenticatorData: evidence.authenticator_data,
            clientDataJSON: evidence.client_data_json,
            signature: evidence.signature,
          },
        },
        challenge,
        // The counter was judged when the answer came.
        { id, publicKey: new Uint8Array(publicKey), counter: 0 },
      );
    },
  };

  async function verifyAnswer(
    response: unknown,
    challenge: string,
    passkey: StoredPasskey,
  ): Promise<{ counter: number; backedUp: boolean }> {
    const given = response as AuthenticationResponseJSON;
    const { userHandle } = given.response;
    if (userHandle && Buffer.from(userHandle, "base64url").toString("utf8") !== passkey.userId)
      throw new Error("the passkey names another person");
    const info = await verify(given, challenge, {
      id: passkey.id,
      publicKey: new Uint8Array(passkey.publicKey),
      counter: passkey.counter,
      transports: passkey.transports as AuthenticatorTransport[],
    });
    return { counter: info.newCounter, backedUp: info.credentialBackedUp };
  }

  async function verify(
    response: AuthenticationResponseJSON,
    expectedChallenge: string,
    credential: WebAuthnCredential,
  ) {
    const { verified, authenticationInfo } = await verifyAuthenticationResponse({
      response,
      expectedChallenge,
      expectedOrigin,
      expectedRPID: rpID,
      requireUserVerification: true,
      credential,
    });
    if (!verified) throw new Error("the signature doesn't verify");
    return authenticationInfo;
  }
}

const asCeremony = (options: { challenge: string }): CeremonyOptions => ({
  challenge: options.challenge,
  options: { ...options },
});
