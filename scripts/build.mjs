// `npm run build`: the database client, the pages (Next) and the bundles in dist/.
import { rmSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { bundles, prismaClient } from "./bootstrap/bundle.mjs";
import { exclusively } from "./bootstrap/exclusively.mjs";
import { ensureInstalled } from "./bootstrap/install.mjs";
import { explain } from "./bootstrap/lifetime.mjs";
import { inProject, requireNode } from "./bootstrap/project.mjs";
import { step } from "./bootstrap/step.mjs";
import { ensureMade, isMade } from "./bootstrap/target.mjs";

const pages = {
  name: "pages",
  sources: [
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
  ],
  outputs: [".next"],
  make: () =>
    step(
      "Building the pages (about half a minute)",
      process.execPath,
      [inProject("node_modules/next/dist/bin/next"), "build"],
      { env: { NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" } },
    ),
};

const targets = () => [prismaClient, pages, ...bundles()];

/** Whether there is nothing to build. */
export const isBuilt = () => targets().every(isMade);

/** Builds what isn't as it was when it was last built whole. */
export const ensureBuilt = () => ensureMade(targets());

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  requireNode();
  try {
    await ensureInstalled();
    await exclusively(async () => {
      rmSync(inProject("dist"), { recursive: true, force: true });
      await ensureBuilt();
    });
  } catch (error) {
    console.error(explain(error));
    process.exit(1);
  }
}
