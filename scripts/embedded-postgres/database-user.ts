import { execFileSync, spawnSync } from "node:child_process";
import { statSync } from "node:fs";
import { StartError } from "../instance/start-error";

/** The account that PostgreSQL runs under; empty where that is simply ours. */
export interface DatabaseUser {
  uid?: number;
  gid?: number;
}

/**
 * PostgreSQL refuses to run as root, so root drops to the account that owns the cluster's files,
 * or for new ones to an account that owns nothing else.
 */
export function databaseUser(directory: string): DatabaseUser {
  if (process.getuid?.() !== 0) return {};
  const owner = statSync(directory, { throwIfNoEntry: false });
  if (owner && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid };
  for (const name of ["postgres", "nobody"]) {
    try {
      return { uid: numericId("-u", name), gid: numericId("-g", name) };
    } catch {
      // No such account here: try the next.
    }
  }
  throw new StartError(
    "PostgreSQL can't run as root, and there is no account 'postgres' or 'nobody' to run it " +
      "under. Start as an ordinary user, or set DATABASE_URL to a PostgreSQL of your own.",
  );
}

function numericId(flag: "-u" | "-g", name: string): number {
  const output = execFileSync("id", [flag, name], {
    stdio: ["ignore", "pipe", "ignore"],
  });
  return Number(output.toString());
}

/** Whether the account can reach the path: every directory above it must let the account pass. */
export function canReach(user: DatabaseUser, target: string): boolean {
  return user.uid === undefined || spawnSync("test", ["-x", target], user).status === 0;
}
