// `npm run check`: every house rule in one go, two at a time, in well under a minute. `npm run check
// lint types` runs only the named ones.
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { ensureBundled, ensurePrismaClient } from "./bootstrap/bundle.mjs";
import { ensureInstalled } from "./bootstrap/install.mjs";
import { inProject, requireNode, root } from "./bootstrap/project.mjs";
import { StepError } from "./bootstrap/step.mjs";

const AT_ONCE = 2;
const OUTPUT_LINES_MAX = 150;

const tool = (name) => inProject("node_modules", name);

/** The slow ones first, so that two cores end together. */
const CHECKS = [
  { name: "unit", title: "Unit tests", args: [tool("vitest/vitest.mjs"), "run", "--project=unit"] },
  { name: "types", title: "Types", args: [tool("typescript/bin/tsc"), "--noEmit"] },
  {
    name: "format",
    title: "Format (mend with: npm run format)",
    args: [tool("prettier/bin/prettier.cjs"), "--check", "--log-level=warn", "--cache", "."],
  },
  {
    name: "lint",
    title: "Lint",
    args: [
      tool("oxlint/bin/oxlint"),
      "--type-aware",
      "--deny-warnings",
      "--report-unused-disable-directives-severity=error",
    ],
  },
  {
    name: "dead-code",
    title: "Dead code and unused dependencies",
    args: [tool("knip/bin/knip.js"), "--no-progress", "--no-config-hints", "--cache"],
  },
  { name: "imports", title: "Who imports whom", args: [inProject("dist/import-rules.js")] },
  { name: "links", title: "Links in documents", args: [inProject("scripts/markdown-links.mjs")] },
  {
    name: "environment",
    title: "The README's configuration table",
    args: [inProject("dist/env-table.js"), "--check"],
    without: () => !hasConfigurationTable() && "README.md has none",
  },
];

/** Everything but the unit tests, for who runs those by themselves. */
export const HOUSE_RULES = CHECKS.map(({ name }) => name).filter((name) => name !== "unit");

/** Runs the named checks, and answers with the names of those that passed, failed and didn't apply. */
export async function runChecks(names) {
  await ensurePrismaClient();
  await ensureBundled(["import-rules", "env-table"]);
  const waiting = CHECKS.filter(({ name }) => names.includes(name));
  const outcome = { passed: [], failed: [], skipped: [] };
  const work = async () => {
    for (let check = waiting.shift(); check; check = waiting.shift()) {
      const reason = check.without?.();
      if (reason) console.log(`- ${check.title}: skipped, ${reason}`);
      outcome[reason ? "skipped" : (await passes(check)) ? "passed" : "failed"].push(check.name);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return outcome;
}

async function passes({ title, args }) {
  const start = Date.now();
  const { ok, output } = await run(args);
  console.log(`${ok ? "✓" : "✗"} ${title}, ${seconds(start)}`);
  if (ok) return true;
  const lines = output.trimEnd().split("\n");
  console.log(
    lines
      .slice(-OUTPUT_LINES_MAX)
      .map((line) => `  ${line}`)
      .join("\n"),
  );
  if (lines.length > OUTPUT_LINES_MAX) {
    console.log(`  (the last ${OUTPUT_LINES_MAX} of ${lines.length} lines)`);
  }
  return false;
}

function run(args) {
  const child = spawn(process.execPath, args, { cwd: root, stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  child.stdout.on("data", (chunk) => (output += chunk));
  child.stderr.on("data", (chunk) => (output += chunk));
  return new Promise((resolve) => {
    child.once("error", (error) => resolve({ ok: false, output: String(error) }));
    child.once("close", (code, signal) => {
      if (signal) output += `\nended by ${signal}`;
      resolve({ ok: code === 0, output });
    });
  });
}

function hasConfigurationTable() {
  try {
    return readFileSync(inProject("README.md"), "utf8").includes("<!-- env:start -->");
  } catch {
    return false;
  }
}

function seconds(since) {
  return `${((Date.now() - since) / 1000).toFixed(1)} s`;
}

async function main() {
  requireNode();
  process.chdir(root);
  const all = CHECKS.map(({ name }) => name);
  const names = process.argv.length > 2 ? process.argv.slice(2) : all;
  const unknown = names.find((name) => !all.includes(name));
  if (unknown) throw new StepError(`No check is called ${unknown}; there are ${all.join(", ")}.`);
  await ensureInstalled();
  const began = Date.now();
  const { failed } = await runChecks(names);
  const total = `${names.length} checks in ${seconds(began)}`;
  if (failed.length === 0) return console.log(`\n${total}: all is well.`);
  console.log(`\n${failed.length} of ${total} failed: ${failed.join(", ")}`);
  console.log(`Once more, only these: npm run check ${failed.join(" ")}`);
  process.exitCode = 1;
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  main().catch((error) => {
    console.error(error instanceof StepError ? error.message : error);
    process.exit(1);
  });
}
