import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { inProject, root } from "../bootstrap/project.mjs";
import { HOUSE_RULES, runChecks } from "../check.mjs";
import { nothing, tallyPlaywright, tallyVitest } from "./tally.mjs";

/**
 * The suites, in the order in which they run: the cheap ones tell first what is wrong. `run` takes
 * parts of file names to narrow by, and answers with a tally.
 */
export const SUITES = {
  rules: { title: "House rules", run: houseRules },
  unit: { title: "Unit tests", run: (filters) => vitest("unit", filters) },
  database: { title: "Tests on PostgreSQL", run: (filters) => vitest("database", filters) },
  e2e: { title: "End-to-end tests in the browser", run: playwright },
};

async function houseRules(filters) {
  if (filters.length > 0) return nothing();
  const { passed, failed, skipped } = await runChecks(HOUSE_RULES);
  return { passed: passed.length, skipped: skipped.length, failures: failed };
}

function vitest(project, filters) {
  const report = inProject("test-results", `${project}.json`);
  const args = [
    inProject("node_modules/vitest/vitest.mjs"),
    "run",
    `--project=${project}`,
    "--reporter=default",
    "--reporter=json",
    `--outputFile.json=${report}`,
    ...(filters.length > 0 ? ["--passWithNoTests", ...filters] : []),
  ];
  return runner("vitest", args, report, tallyVitest);
}

function playwright(filters) {
  const report = inProject("test-results", "e2e.json");
  const args = [
    inProject("node_modules/@playwright/test/cli.js"),
    "test",
    ...(filters.length > 0 ? ["--pass-with-no-tests", ...filters] : []),
  ];
  return runner("playwright", args, report, tallyPlaywright, { E2E_REPORT: report });
}

/** Runs a test runner to its end. One that breaks without naming a test is itself the failure. */
async function runner(name, args, report, read, env = {}) {
  // A report of the last time would hide that there is none of this time.
  rmSync(report, { force: true });
  mkdirSync(path.dirname(report), { recursive: true });
  const child = spawn(process.execPath, args, {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: "inherit",
  });
  const forward = (signal) => child.kill(signal);
  process.once("SIGTERM", forward);
  const end = await new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code, signal) => resolve(signal ?? code));
  });
  process.off("SIGTERM", forward);
  const tally = existsSync(report) ? read(JSON.parse(readFileSync(report, "utf8"))) : nothing();
  if (!existsSync(report)) tally.failures.push(`${name} ended with ${end}, without a report`);
  else if (end !== 0 && tally.failures.length === 0)
    tally.failures.push(`${name} ended with ${end}`);
  return tally;
}
