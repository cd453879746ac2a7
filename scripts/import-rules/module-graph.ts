import fs from "node:fs";
import path from "node:path";
import { readSource, type SourceFacts } from "./source-imports";

const SKIPPED = new Set([
  "node_modules",
  ".git",
  ".next",
  "dist",
  ".countersign",
  "generated",
  "test-results",
  "playwright-report",
]);
const SOURCE = /\.(ts|tsx|mjs)$/;
const ENDINGS = ["", ".ts", ".tsx", ".mjs", "/index.ts", "/index.tsx"];

export interface ModuleImport {
  readonly line: number;
  readonly typeOnly: boolean;
  readonly specifier: string | null;
  /** The project's file it names, from the root, whether or not it's there; null for a package. */
  readonly file: string | null;
  readonly package: string | null;
}

export interface Module {
  readonly imports: readonly ModuleImport[];
  readonly environmentLines: SourceFacts["environmentLines"];
}

/** All sources under `root`, by their path from it (with forward slashes). */
export function readModules(root: string): Map<string, Module> {
  return new Map(sourceFiles(root, "").map((file) => [file, readModule(root, file)]));
}

function sourceFiles(root: string, directory: string): string[] {
  return fs
    .readdirSync(path.join(root, directory), { withFileTypes: true })
    .flatMap((entry) => {
      const file = path.posix.join(directory, entry.name);
      if (entry.isDirectory()) return SKIPPED.has(entry.name) ? [] : sourceFiles(root, file);
      return SOURCE.test(entry.name) && !entry.name.endsWith(".d.ts") ? [file] : [];
    })
    .sort();
}

function readModule(root: string, file: string): Module {
  const facts = readSource(file, fs.readFileSync(path.join(root, file), "utf8"));
  return {
    ...facts,
    imports: facts.imports.map((found) => ({ ...found, ...target(root, file, found.specifier) })),
  };
}

function target(
  root: string,
  from: string,
  specifier: string | null,
): Pick<ModuleImport, "file" | "package"> {
  if (specifier === null) return { file: null, package: null };
  if (specifier.startsWith("@/")) return { file: resolve(root, specifier.slice(2)), package: null };
  if (specifier.startsWith(".")) {
    return {
      file: resolve(root, path.posix.join(path.posix.dirname(from), specifier)),
      package: null,
    };
  }
  return { file: null, package: packageName(specifier) };
}

function resolve(root: string, name: string): string {
  const isFile = (file: string) =>
    fs.statSync(path.join(root, file), { throwIfNoEntry: false })?.isFile() ?? false;
  return ENDINGS.map((ending) => name + ending).find(isFile) ?? name;
}

/** `@scope/name/deep` → `@scope/name`; Node's own modules keep their whole name. */
function packageName(specifier: string): string {
  if (specifier.startsWith("node:")) return specifier;
  return specifier
    .split("/")
    .slice(0, specifier.startsWith("@") ? 2 : 1)
    .join("/");
}
