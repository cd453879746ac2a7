import { spawn, type ChildProcess } from "node:child_process";
import fs from "node:fs";
import net from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import { executable } from "./binaries";
import { logTail, openLog, programEnvironment, type Cluster } from "./cluster";
import { discardPidFile, postmasterState, readPidFile, type PidFile } from "./postmaster";

/** Recovery of a large database after a crash takes its time; silence for longer is a fault. */
const READY_MS_MAX = 120_000;
/** A server of which nothing is running that still doesn't start has a reason of its own. */
const ATTEMPTS_MAX = 20;
const POLL_MS = 25;
const RETRY_MS = 250;

export interface PostmasterSettings {
  /** TCP port on 127.0.0.1; a free one when absent. */
  port?: number;
  /** More of postgresql.conf, as `name=value`. */
  settings?: string[];
}

/**
 * Makes sure that the cluster's server runs and answers with its pid file: adopts one that is
 * there already (a starter that lost the race, or one orphaned by a kill -9), else starts one.
 */
export async function ensurePostmaster(
  cluster: Cluster,
  { port, settings = [] }: PostmasterSettings,
): Promise<PidFile> {
  const deadline = Date.now() + READY_MS_MAX;
  let child: ChildProcess | undefined;
  let attempts = 0;
  while (Date.now() < deadline) {
    const seen = readPidFile(cluster.data);
    const state = seen && postmasterState(seen.pid, cluster.data);
    if (seen && state === "stale") discardPidFile(cluster.data, seen);
    else if (seen && state === "running") {
      if (seen.ready) return seen;
    } else if (!child || child.exitCode !== null || child.signalCode !== null) {
      // Attempts fail while the helpers of a killed server still hold its memory, or when the
      // port was taken in between: both pass.
      if (attempts === ATTEMPTS_MAX) break;
      if (attempts++ > 0) await delay(RETRY_MS);
      child = await spawnPostmaster(cluster, port ?? (await freePort()), settings);
    }
    await delay(POLL_MS);
  }
  throw new Error(
    `The embedded PostgreSQL in ${cluster.directory} did not start. Its log ends with:\n` +
      logTail(cluster),
  );
}

async function spawnPostmaster(
  cluster: Cluster,
  port: number,
  settings: string[],
): Promise<ChildProcess> {
  const log = openLog(cluster);
  const all = [
    "listen_addresses=127.0.0.1",
    "unix_socket_directories=",
    "timezone=UTC",
    "log_timezone=UTC",
    "max_connections=100",
    ...settings,
  ];
  const child = spawn(
    executable(cluster.bin, "postgres"),
    ["-D", cluster.data, "-p", String(port), ...all.flatMap((setting) => ["-c", setting])],
    {
      ...cluster.user,
      cwd: cluster.directory,
      env: programEnvironment(),
      stdio: ["ignore", log, log],
      // Out of the terminal's process group: Ctrl-C is for the app, which then stops the server.
      detached: true,
    },
  );
  fs.closeSync(log);
  child.unref();
  await new Promise<void>((resolve, reject) => {
    child.once("spawn", resolve);
    child.once("error", reject);
  });
  return child;
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = net.createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address() as net.AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
