import fs from "node:fs";
import path from "node:path";
import type { Cluster } from "./cluster";

const BYTES_MAX = 10 * 1024 * 1024;
const TOLD_BYTES_MAX = 2000;

const fileOf = (cluster: Cluster) => path.join(cluster.directory, "postgres.log");

/** An open log file for the server's output; the one before is kept as `postgres.log.old`. */
export function openLog(cluster: Cluster): number {
  const file = fileOf(cluster);
  const size = fs.statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  if (size > BYTES_MAX) fs.renameSync(file, `${file}.old`);
  const log = fs.openSync(file, "a", 0o600);
  if (cluster.user.uid !== undefined) fs.fchownSync(log, cluster.user.uid, cluster.user.gid ?? 0);
  return log;
}

/** What the server wrote since the log was that long; the end of it. */
export function logSince(cluster: Cluster, bytes: number): string {
  const file = fileOf(cluster);
  if (!fs.existsSync(file)) return "(no log)";
  return fs.readFileSync(file).subarray(bytes).subarray(-TOLD_BYTES_MAX).toString();
}
