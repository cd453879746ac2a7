import { spawn, type ChildProcess } from "node:child_process";
import fs from "node:fs";
import net from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import { executable } from "./binaries";
import { StartError } from "../instance/start-error";
import { programEnvironment, type Cluster } from "./cluster";
import { logSince, openLog } from "./log";
import { discardPidFile, postmasterState, readPidFile, type PidFile } from "./postmaster";

/** Recovery of a large database after a crash takes its time; silence for longer is a fault. */
const READY_MS_MAX = 120_000;
/** A server that doesn't start for a reason that doesn't pass will not start the next time either. */
const FAILURES_MAX = 4;
const POLL_MS = 25;
const RETRY_MS = 250;
/** PostgreSQL writes its pid file at once after making it. */
const BLANK_MS_MAX = 2000;

/**
 * What passes: the processes of a killed server still hold its memory, each until it has done what
 * it was doing; the port was taken in between; another starter was faster.
 */
const PASSES = /pre-existing shared memory block|could not bind|lock file .* already exists/;

export interface PostmasterSettings {
  /** TCP port on 127.0.0.1; a free one when absent. */
  port?: number;
  /** More of postgresql.conf, as `name=value`. */
  settings?: string[];
  /** Told of what the operator may wonder about. */
  log?: (message: string) => void;
}

/**
 * Makes sure that the cluster's server runs and answers with its pid file: adopts one that is
 * there already (a starter that lost the race, or one orphaned by a kill -9), else starts one.
 */
export async function ensurePostmaster(
  cluster: Cluster,
  { port, settings = [], log = () => {} }: PostmasterSettings,
): Promise<PidFile> {
  const began = Date.now();
  let blankSince: number | undefined;
  let attempt: Attempt | undefined;
  let failures = 0;
  let told = false;
  while (Date.now() - began < READY_MS_MAX && failures < FAILURES_MAX) {
    const seen = readPidFile(cluster.data);
    const state = seen && postmasterState(seen, cluster.data);
    if (state !== "blank") blankSince = undefined;
    if (seen && state === "stale") discardPidFile(cluster.data, seen);
    else if (seen && state === "blank") {
      blankSince ??= Date.now();
      if (Date.now() - blankSince > BLANK_MS_MAX) discardPidFile(cluster.data, seen);
    } else if (seen && state === "running") {
      if (seen.ready) return seen;
    } else if (!attempt || hasEnded(attempt.child)) {
      if (attempt) {
        const passes = PASSES.test(logSince(cluster, attempt.logBytes));
        if (!passes) failures++;
        else if (!told) log("Waiting for what is left of the database server that ran before …");
        told ||= passes;
        await delay(RETRY_MS);
      }
      attempt = await spawnPostmaster(cluster, port ?? (await freePort()), settings);
    }
    await delay(POLL_MS);
  }
  throw new StartError(
    `The embedded PostgreSQL in ${cluster.directory} did not start. Its log ends with:\n` +
      logSince(cluster, attempt?.logBytes ?? 0).trimEnd(),
  );
}

interface Attempt {
  child: ChildProcess;
  /** How long the log was before it. */
  logBytes: number;
}

const hasEnded = (child: ChildProcess) => child.exitCode !== null || child.signalCode !== null;

async function spawnPostmaster(
  cluster: Cluster,
  port: number,
  settings: string[],
): Promise<Attempt> {
  const log = openLog(cluster);
  const logBytes = fs.fstatSync(log).size;
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
  return { child, logBytes };
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
