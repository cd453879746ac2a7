import { defineConfig, devices } from "@playwright/test";

const browser = process.env["CHROMIUM_PATH"];
const report = process.env["E2E_REPORT"];

/** `npm test e2e` builds the app, finds a browser and then runs this. */
export default defineConfig({
  testDir: "e2e",
  outputDir: "test-results/e2e",
  globalSetup: "./e2e/global-setup.ts",
  fullyParallel: true,
  workers: 2,
  retries: 0,
  // Ample, for machines that are slow or busy: nothing here waits for time to pass.
  timeout: 120_000,
  expect: { timeout: 20_000 },
  forbidOnly: true,
  reporter: [["list"], ...(report ? [["json", { outputFile: report }] as const] : [])],
  use: {
    ...devices["Desktop Chrome"],
    launchOptions: browser ? { executablePath: browser } : {},
    trace: "retain-on-failure",
  },
});
