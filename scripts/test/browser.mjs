import { existsSync } from "node:fs";
import { inProject } from "../bootstrap/project.mjs";
import { step, StepError } from "../bootstrap/step.mjs";

const SYSTEM = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome-stable",
  "/usr/bin/google-chrome",
];
const LAUNCH_MS_MAX = 30_000;

/**
 * The browser for the end-to-end tests, installed where there is none: Playwright's own, then the
 * system's Chromium. CHROMIUM_PATH overrides the choice.
 * @returns {Promise<string | undefined>} its path; undefined where it is Playwright's own
 */
export async function ensureBrowser() {
  const given = process.env.CHROMIUM_PATH;
  if (given) {
    if (await starts(given)) return given;
    throw new StepError(`CHROMIUM_PATH names ${given}, which doesn't start as a browser.`);
  }
  const found = (await find()) ?? (await install());
  if (found) return found.path;
  throw new StepError(
    "There is no browser for the end-to-end tests, and none could be installed. Install Chromium " +
      "(Debian: apt-get install chromium), or run npx playwright install chromium, or name a " +
      "browser in CHROMIUM_PATH. The other tests run without: npm test rules unit database",
  );
}

async function find() {
  if (await starts(undefined)) return { path: undefined };
  for (const path of SYSTEM) if (existsSync(path) && (await starts(path))) return { path };
  return undefined;
}

/** Each may be impossible here, without that being a fault: the next one is tried. */
async function install() {
  const playwright = inProject("node_modules/@playwright/test/cli.js");
  const ways = [
    ["Installing Playwright's Chromium", process.execPath, [playwright, "install", "chromium"]],
  ];
  if (process.getuid?.() === 0 && existsSync("/etc/debian_version")) {
    const script = "apt-get update && apt-get install -y --no-install-recommends chromium";
    ways.push(["Installing Debian's Chromium", "sh", ["-c", script]]);
  }
  for (const [title, command, args] of ways) {
    try {
      await step(title, command, args, { env: { DEBIAN_FRONTEND: "noninteractive" } });
    } catch (error) {
      if (!(error instanceof StepError)) throw error;
      console.error(`  ${error.message}`);
    }
    const found = await find();
    if (found) return found;
  }
  return undefined;
}

/** A file at the path isn't enough: libraries may be missing, or it may only stand in for a package. */
async function starts(executablePath) {
  const { chromium } = await import("@playwright/test");
  try {
    const browser = await chromium.launch({ executablePath, timeout: LAUNCH_MS_MAX });
    await browser.close();
    return true;
  } catch {
    return false;
  }
}
