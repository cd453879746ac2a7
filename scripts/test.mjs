// `npm test`: every test there is, from a fresh clone on: installs, builds, finds a browser, and ends
// with a line `N passed, N failed`. `npm test unit database` runs only those suites; any other word
// narrows by file name, as in `npm test e2e decision`.
import { ensurePrismaClient } from "./bootstrap/bundle.mjs";
import { ensureInstalled } from "./bootstrap/install.mjs";
import { explain } from "./bootstrap/lifetime.mjs";
import { requireNode, root } from "./bootstrap/project.mjs";
import { ensureBuilt } from "./build.mjs";
import { ensureBrowser } from "./test/browser.mjs";
import { SUITES } from "./test/suites.mjs";

requireNode();
process.chdir(root);

const words = process.argv.slice(2);
const filters = words.filter((word) => !Object.hasOwn(SUITES, word));
const named = words.filter((word) => Object.hasOwn(SUITES, word));
const chosen = named.length > 0 ? named : Object.keys(SUITES);
const total = { passed: 0, skipped: 0, failures: [] };

// The terminal tells the runners of a Ctrl-C itself; we stay to count it as the failure that it is.
let interrupted = false;
process.on("SIGINT", () => (interrupted = true));
process.on("SIGTERM", () => (interrupted = true));

try {
  await prepare();
  for (const name of chosen) {
    if (interrupted) break;
    add(name, await runSuite(SUITES[name]));
  }
} catch (error) {
  console.error(explain(error));
  total.failures.push("(the run broke off: see above)");
}
conclude();

async function prepare() {
  await ensureInstalled();
  await ensurePrismaClient();
  if (!chosen.includes("e2e")) return;
  await ensureBuilt();
  const browser = await ensureBrowser();
  if (browser) process.env.CHROMIUM_PATH = browser;
}

async function runSuite({ title, run }) {
  const began = Date.now();
  console.log(`\n• ${title} …`);
  const tally = await run(filters);
  if (filters.length === 0 && tally.passed + tally.failures.length === 0)
    tally.failures.push("no test ran");
  console.log(`  ${sentence(tally)}, in ${((Date.now() - began) / 1000).toFixed(1)} s`);
  return tally;
}

function add(suite, { passed, skipped, failures }) {
  total.passed += passed;
  total.skipped += skipped;
  total.failures.push(...failures.map((failure) => `${suite}: ${failure}`));
}

function conclude() {
  if (interrupted) total.failures.push("(interrupted)");
  else if (total.passed + total.failures.length === 0) total.failures.push("no test ran");
  if (total.failures.length > 0) console.log(`\nFailed:\n  ${total.failures.join("\n  ")}`);
  console.log(`\n${sentence(total)}`);
  process.exitCode = total.failures.length > 0 ? 1 : 0;
}

function sentence({ passed, failures, skipped }) {
  return `${passed} passed, ${failures.length} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`;
}
