import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";

/**
 * Tells a process from a later one that was given its number: when it began, in the system's own
 * words. Undefined where no such process runs; a zombie doesn't.
 */
export function processMark(pid) {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (error.code !== "EPERM") return undefined;
  }
  try {
    if (process.platform === "linux") {
      // The second field is a name in parentheses and may hold anything: count from its end.
      const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").at(-1).split(" ");
      return /[ZX]/.test(fields[0]) ? undefined : fields[19];
    }
    if (process.platform === "darwin") {
      return execFileSync("ps", ["-o", "lstart=", "-p", String(pid)], {
        encoding: "utf8",
      }).trim();
    }
  } catch {
    return undefined; // it ended in between
  }
  return "running";
}
