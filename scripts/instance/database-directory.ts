import { randomBytes } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { StartError } from "./start-error";

/** Where root's databases live: the state directory is closed to the account that runs them. */
const ROOTS_DATABASES = "/var/lib/countersign";

/**
 * The directory of the instance's own PostgreSQL. Root, whose PostgreSQL must run under another
 * account, finds a link there to a directory that this account can reach.
 */
export function databaseDirectory(stateDirectory: string): string {
  const directory = path.join(stateDirectory, "postgres");
  const existing = fs.lstatSync(directory, { throwIfNoEntry: false });
  if (!existing) {
    if (process.getuid?.() === 0) linkOutside(directory);
  } else if (!fs.existsSync(directory)) {
    throw new StartError(
      `The database was kept in ${fs.readlinkSync(directory)}, and that is gone. Restore it from ` +
        `your backup; or, to begin anew without that data, move ${stateDirectory} away.`,
    );
  }
  return fs.existsSync(directory) ? fs.realpathSync(directory) : directory;
}

function linkOutside(link: string): void {
  fs.mkdirSync(ROOTS_DATABASES, { recursive: true });
  fs.chmodSync(ROOTS_DATABASES, 0o755);
  const outside = path.join(ROOTS_DATABASES, randomBytes(6).toString("hex"));
  fs.mkdirSync(outside, { mode: 0o700 });
  try {
    fs.symlinkSync(outside, link);
  } catch (error) {
    fs.rmdirSync(outside);
    // Of two first starts, one makes the link and both use it.
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  }
}
