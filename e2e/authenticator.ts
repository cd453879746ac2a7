import type { Page } from "@playwright/test";

export interface Authenticator {
  /** False: whoever holds the device is no longer recognised. */
  setVerifiesUser(verifies: boolean): Promise<void>;
}

/** The device's own authenticator, as Chromium's DevTools simulate it; it touches itself. */
export async function addAuthenticator(
  page: Page,
  { verifiesUser = true }: { verifiesUser?: boolean } = {},
): Promise<Authenticator> {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send("WebAuthn.enable");
  const { authenticatorId } = await devtools.send("WebAuthn.addVirtualAuthenticator", {
    options: {
      protocol: "ctap2",
      transport: "internal",
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: verifiesUser,
      automaticPresenceSimulation: true,
    },
  });
  return {
    setVerifiesUser: async (isUserVerified) =>
      void (await devtools.send("WebAuthn.setUserVerified", { authenticatorId, isUserVerified })),
  };
}
