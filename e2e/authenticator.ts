import type { Page } from "@playwright/test";

/** The device's own authenticator, as Chromium's DevTools simulate it; it touches itself. */
export async function addAuthenticator(
  page: Page,
  { verifiesUser = true }: { verifiesUser?: boolean } = {},
): Promise<void> {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send("WebAuthn.enable");
  await devtools.send("WebAuthn.addVirtualAuthenticator", {
    options: {
      protocol: "ctap2",
      transport: "internal",
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: verifiesUser,
      automaticPresenceSimulation: true,
    },
  });
}
