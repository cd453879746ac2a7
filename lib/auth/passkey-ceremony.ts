import {
  generateAuthenticationOptions,
  generateRegistrationOptions,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
  type AuthenticationResponseJSON,
  type AuthenticatorTransport,
  type RegistrationResponseJSON,
} from "@simplewebauthn/server";
import type { CeremonyOptions, PasskeyCeremony } from "@/lib/core/passkey";

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

    async verifySignIn(response, expectedChallenge, passkey) {
      const given = response as AuthenticationResponseJSON;
      const { userHandle } = given.response;
      if (userHandle && Buffer.from(userHandle, "base64url").toString("utf8") !== passkey.userId)
        throw new Error("the passkey names another person");
      const { verified, authenticationInfo } = await verifyAuthenticationResponse({
        response: given,
        expectedChallenge,
        expectedOrigin,
        expectedRPID: rpID,
        requireUserVerification: true,
        credential: {
          id: passkey.id,
          publicKey: new Uint8Array(passkey.publicKey),
          counter: passkey.counter,
          transports: passkey.transports as AuthenticatorTransport[],
        },
      });
      if (!verified) throw new Error("the signature doesn't verify");
      return {
        counter: authenticationInfo.newCounter,
        backedUp: authenticationInfo.credentialBackedUp,
      };
    },
  };
}

const asCeremony = (options: { challenge: string }): CeremonyOptions => ({
  challenge: options.challenge,
  options: { ...options },
});
