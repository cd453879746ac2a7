import { defineConfig, devices } from "@playwright/test";
export default defineConfig({
  testDir: "/work/main/e2e",
  outputDir: "/tmp/pw-out",
  workers: 1,
  retries: 0,
  reporter: "list",
  use: {
    ...devices["Desktop Chrome"],
    launchOptions: { executablePath: "/usr/bin/chromium" },
    trace: "retain-on-failure",
  },
});
