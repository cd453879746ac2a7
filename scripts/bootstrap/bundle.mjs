import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fingerprint } from "./fingerprint.mjs";
import { inProject, root } from "./project.mjs";

/** What is bundled to dist/<name>.js, from which file. */
export const ENTRIES = {
  server: "server.ts",
  instance: "scripts/instance/open.ts",
  admin: "scripts/admin.ts",
  demo: "scripts/demo.ts",
  bench: "bench/bench.ts",
  "bench-analyzers": "bench/analyzers.ts",
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

/** Bundles the entries that exist, when their sources changed. */
export async function ensureBundled(names) {
  const current = fingerprint(SOURCES);
  for (const name of names) {
    const stamp = inProject("dist", `${name}.stamp`);
    if (existsSync(stamp) && readFileSync(stamp, "utf8") === current) continue;
    await bundle(name);
    writeFileSync(stamp, current);
  }
}

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

/** Generates the database client, when the schema changed. */
export async function ensurePrismaClient() {
  const stamp = inProject("lib/data/generated/.stamp");
  const current = fingerprint(["prisma/schema.prisma", "package-lock.json"]);
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === current) return;
  const { step } = await import("./step.mjs");
  await step("Generating the database client", process.execPath, [
    "scripts/prisma.mjs",
    "generate",
  ]);
  writeFileSync(stamp, current);
}
