import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { inProject, root } from "./project.mjs";
import { step } from "./step.mjs";
import { ensureMade } from "./target.mjs";

/** What is bundled to dist/<name>.js, from which file. */
const ENTRIES = {
  server: "server.ts",
  "heavy-worker": "lib/blast-radius/heavy-worker.ts",
  instance: "scripts/instance/open.ts",
  admin: "scripts/admin.ts",
  demo: "scripts/demo.ts",
  bench: "bench/bench.ts",
  "bench-analyzers": "bench/analyzers.ts",
  "race-copy": "test/race/copy.ts",
  "env-table": "scripts/env-table.ts",
  "import-rules": "scripts/import-rules.ts",
};

/** What the bundles are made of. */
const SOURCES = [
  "lib",
  "client",
  "scripts",
  "bench",
  "server.ts",
  "prisma",
  "package-lock.json",
  "tsconfig.json",
];

/** Of these, what tests share is a part. */
const WITH_TESTS = ["bench", "race-copy"];
const SOURCES_WITH_TESTS = [...SOURCES, "test"];

/** All bundles whose source is here. */
export const bundles = () =>
  Object.keys(ENTRIES)
    .filter((name) => existsSync(inProject(ENTRIES[name])))
    .map(bundleTarget);

/** Bundles the named entries, when their sources changed. */
export const ensureBundled = (names) => ensureMade(names.map(bundleTarget));

const bundleTarget = (name) => ({
  name,
  sources: WITH_TESTS.includes(name) ? SOURCES_WITH_TESTS : SOURCES,
  outputs: [`dist/${name}.js`, `dist/${name}.js.map`],
  make: () => bundle(name),
});

async function bundle(name) {
  const entry = ENTRIES[name];
  if (!entry || !existsSync(inProject(entry))) {
    throw new Error(`There is nothing here called "${name}".`);
  }
  const { build } = await import("esbuild");
  const { outputFiles, metafile } = await build({
    absWorkingDir: root,
    entryPoints: [entry],
    outfile: inProject("dist", `${name}.js`),
    bundle: true,
    packages: "external",
    platform: "node",
    format: "esm",
    target: "node20",
    sourcemap: "linked",
    logLevel: "warning",
    write: false,
    metafile: true,
  });
  refuseUnresolved(metafile);
  // Whole files only: another process may be loading the one before.
  for (const { path: file, contents } of outputFiles) {
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(`${file}.${process.pid}`, contents);
    renameSync(`${file}.${process.pid}`, file);
  }
}

/** A module of ours that isn't there would count as one more external package, and fail at run time. */
function refuseUnresolved({ inputs }) {
  for (const [file, { imports }] of Object.entries(inputs)) {
    const lost = imports.find(({ path: name, external }) => external && name.startsWith("@/"));
    if (lost) throw new Error(`${file} imports ${lost.path}, which isn't there.`);
  }
}

/** The generated database client. */
export const prismaClient = {
  name: "database-client",
  sources: ["prisma/schema.prisma", "package-lock.json"],
  outputs: ["lib/data/generated"],
  async make() {
    // Prisma refuses to write over what it doesn't take for its own, as half of it.
    rmSync(inProject("lib/data/generated"), { recursive: true, force: true });
    const args = ["scripts/prisma.mjs", "generate"];
    await step("Generating the database client", process.execPath, args);
  },
};

/** Generates the database client, when the schema changed. */
export const ensurePrismaClient = () => ensureMade([prismaClient]);
