// `npm run build`: the database client, the pages (Next) and the bundles in dist/.
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { ENTRIES, ensureBundled, ensurePrismaClient } from "./bootstrap/bundle.mjs";
import { fingerprint } from "./bootstrap/fingerprint.mjs";
import { ensureInstalled } from "./bootstrap/install.mjs";
import { inProject, requireNode } from "./bootstrap/project.mjs";
import { step, StepError } from "./bootstrap/step.mjs";

const PAGES_STAMP = inProject("dist/pages.stamp");
const PAGE_SOURCES = [
  "app",
  "components",
  "lib",
  "client",
  "public",
  "prisma/schema.prisma",
  "proxy.ts",
  "instrumentation.ts",
  "next.config.ts",
  "postcss.config.mjs",
  "tsconfig.json",
  "package-lock.json",
];

/** Builds what changed since it was last built whole; `force` builds all of it. */
export async function ensureBuilt({ force = false } = {}) {
  if (force) rmSync(inProject("dist"), { recursive: true, force: true });
  await ensurePrismaClient();
  await ensurePages();
  await ensureBundled(Object.keys(ENTRIES).filter((name) => existsSync(inProject(ENTRIES[name]))));
}

async function ensurePages() {
  const current = fingerprint(PAGE_SOURCES);
  if (existsSync(PAGES_STAMP) && readFileSync(PAGES_STAMP, "utf8") === current) return;
  // Gone until the end: a build cut short is no build.
  rmSync(PAGES_STAMP, { force: true });
  const next = inProject("node_modules/next/dist/bin/next");
  await step("Building the pages (about half a minute)", process.execPath, [next, "build"], {
    env: { NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" },
  });
  mkdirSync(inProject("dist"), { recursive: true });
  writeFileSync(PAGES_STAMP, current);
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
