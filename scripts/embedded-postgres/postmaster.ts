import { execFileSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";

/** What PostgreSQL's own pid file (`postmaster.pid`) says about the server of a data directory. */
export interface PidFile {
  text: string;
  /** NaN where the file says nothing: its writer is just at it, or was killed there. */
  pid: number;
  port: number;
  ready: boolean;
}

/**
 * - `running`: the pid is the PostgreSQL of this data directory
 * - `dead`: there is no such process; PostgreSQL clears its own stale file, safely
 * - `stale`: the pid exists but isn't that PostgreSQL (a zombie, or the number was given to
 *   another program), which PostgreSQL itself can't tell and refuses to start over
 * - `blank`: the file names nobody, and PostgreSQL refuses to start over that too
 */
export type PostmasterState = "running" | "dead" | "stale" | "blank";

/** Lines of the file: pid, data directory, start time, port, socket directory, address, shared memory, status. */
export function readPidFile(data: string): PidFile | undefined {
  let text: string;
  try {
    text = fs.readFileSync(path.join(data, "postmaster.pid"), "utf8");
  } catch {
    return undefined;
  }
  const lines = text.split("\n");
  return {
    text,
    pid: /^[1-9]\d*$/.test(lines[0] ?? "") ? Number(lines[0]) : Number.NaN,
    port: Number(lines[3]),
    ready: lines[7]?.trim() === "ready",
  };
}

export function postmasterState({ pid }: PidFile, data: string): PostmasterState {
  if (Number.isNaN(pid)) return "blank";
  try {
    process.kill(pid, 0);
  } catch (error) {
    // EPERM: it exists and belongs to somebody else.
    if ((error as NodeJS.ErrnoException).code === "ESRCH") return "dead";
  }
  const command = commandLine(pid);
  return command === undefined || isPostmaster(pid, command, data) ? "running" : "stale";
}

/**
 * A postmaster works in its data directory: that still tells when the directory was moved under
 * it. Where the system doesn't say, as to the root of a container, what it was called with must do.
 */
function isPostmaster(pid: number, command: string, data: string): boolean {
  if (!/(^|\/)postgres -D /.test(command)) return false;
  try {
    const [its, ours] = [fs.statSync(`/proc/${pid}/cwd`), fs.statSync(data)];
    return its.dev === ours.dev && its.ino === ours.ino;
  } catch {
    return command.includes(` -D ${data} -p `);
  }
}

/** What a process was called with ("" for a zombie); undefined where the system doesn't tell. */
function commandLine(pid: number): string | undefined {
  try {
    if (process.platform === "linux") {
      return fs.readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ");
    }
    if (process.platform === "darwin") {
      return execFileSync("ps", ["-ww", "-o", "command=", "-p", String(pid)]).toString();
    }
  } catch {
    // It ended in between, or the system hides it: the caller looks again.
  }
  return undefined;
}

/**
 * Removes a pid file judged stale. By rename, so that what is thrown away is what was judged: if
 * a racing starter has written its own in between, that one is put back (PostgreSQL's shared
 * memory check keeps a second server out meanwhile).
 */
export function discardPidFile(data: string, judged: PidFile): void {
  const file = path.join(data, "postmaster.pid");
  const taken = path.join(data, `postmaster.pid.stale-${process.pid}`);
  try {
    fs.renameSync(file, taken);
  } catch {
    return;
  }
  if (fs.readFileSync(taken, "utf8") !== judged.text) {
    try {
      fs.linkSync(taken, file);
    } catch {
      // A newer one is there already.
    }
  }
  fs.rmSync(taken, { force: true });
}
