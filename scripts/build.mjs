// `npm run build`: the database client, the pages (Next) and the bundles in dist/.
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { ENTRIES, SOURCES, ensureBundled, ensurePrismaClient } from "./bootstrap/bundle.mjs";
import { fingerprint } from "./bootstrap/fingerprint.mjs";
import { ensureInstalled } from "./bootstrap/install.mjs";
import { inProject, requireNode } from "./bootstrap/project.mjs";
import { step, StepError } from "./bootstrap/step.mjs";

const STAMP = inProject("dist/build.stamp");
const PAGE_SOURCES = [
  "app",
  "components",
  "public",
  "proxy.ts",
  "instrumentation.ts",
  "next.config.ts",
  "postcss.config.mjs",
];

/** Builds what changed since the last whole build; `force` builds all of it. */
export async function ensureBuilt({ force = false } = {}) {
  const current = fingerprint([...SOURCES, ...PAGE_SOURCES]);
  if (!force && existsSync(STAMP) && readFileSync(STAMP, "utf8") === current) return;
  // Gone until the end: a build cut short is no build.
  rmSync(STAMP, { force: true });
  await ensurePrismaClient();
  const next = inProject("node_modules/next/dist/bin/next");
  await step("Building the pages (about half a minute)", process.execPath, [next, "build"], {
    env: { NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" },
  });
  await ensureBundled(Object.keys(ENTRIES).filter((name) => existsSync(inProject(ENTRIES[name]))));
  mkdirSync(inProject("dist"), { recursive: true });
  writeFileSync(STAMP, current);
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  requireNode();
  try {
    await ensureInstalled();
    await ensureBuilt({ force: true });
  } catch (error) {
    console.error(error instanceof StepError ? error.message : error);
    process.exit(1);
  }
}
