import { setTimeout as delay } from "node:timers/promises";
import pg from "pg";
import { StartError } from "../instance/start-error";
import { openCluster, run, type Cluster } from "./cluster";
import { ensurePostmaster, type PostmasterSettings } from "./postmaster-start";

export interface EmbeddedPostgres {
  /** Of the database `countersign`, as a role that owns it and nothing more. */
  url: string;
  /** Of the maintenance database, as superuser. */
  superuserUrl: string;
  directory: string;
  /** Stops the server, unless another process is using it too. */
  stop(): Promise<void>;
}

export interface EmbeddedPostgresOptions extends PostmasterSettings {
  /** Where the cluster lives; made when missing. Must be reachable for the database's account. */
  directory: string;
}

/**
 * Each process that uses the server holds this lock in shared mode for as long as it lives, on a
 * connection of its own; so does a killed one no longer. The one that gets it exclusively is the
 * last, and stops the server while new starters wait.
 */
const USERS_LOCK = 72707370;
const ROLE = "countersign";
const CONNECT_ATTEMPTS_MAX = 40;
const REJOIN_EVERY_MS = 5000;

/** Starts (or adopts) the PostgreSQL of `directory` and keeps it running until `stop()`. */
export async function startEmbeddedPostgres(
  options: EmbeddedPostgresOptions,
): Promise<EmbeddedPostgres> {
  const cluster = await openCluster(options.directory);
  let stopping = false;
  let membership = join(cluster, options);
  const { keeper, port } = await membership;
  await prepareDatabase(keeper, cluster);
  watch(keeper);

  return {
    url: connectionUrl(cluster, ROLE, port, ROLE),
    superuserUrl: connectionUrl(cluster, "postgres", port, "postgres"),
    directory: cluster.directory,
    async stop() {
      if (stopping) return;
      stopping = true;
      try {
        await leave(cluster, (await membership).keeper);
      } catch {
        // The server was lost just now. Only a running one tells whether others use it.
        await leave(cluster, (await join(cluster, { ...options, port })).keeper);
      }
    },
  };

  /** A server that goes away under the app is started again on the port that the app knows. */
  function watch(keeper: pg.Client): void {
    keeper.once("end", () => {
      if (stopping) return;
      options.log?.("The embedded PostgreSQL went away; starting it again.");
      membership = rejoin();
      membership.then(
        (member) => watch(member.keeper),
        () => undefined, // stopping; stop() sees it too
      );
    });
  }

  /** Until it works: what stands in the way, like another program on the port, may go away again. */
  async function rejoin(): Promise<Membership> {
    for (;;) {
      try {
        return await join(cluster, { ...options, port });
      } catch (error) {
        if (stopping) throw error;
        options.log?.(`${String(error)}\nTrying again.`);
        await delay(REJOIN_EVERY_MS);
      }
    }
  }
}

interface Membership {
  keeper: pg.Client;
  port: number;
}

/** Has the server running and registers this process as a user of it. */
async function join(cluster: Cluster, settings: PostmasterSettings): Promise<Membership> {
  let failure: unknown;
  for (let attempt = 0; attempt < CONNECT_ATTEMPTS_MAX; attempt++) {
    const { port } = await ensurePostmaster(cluster, settings);
    const keeper = new pg.Client({
      connectionString: connectionUrl(cluster, "postgres", port, "postgres"),
      application_name: "countersign-keeper",
      keepAlive: true,
    });
    // Losing the connection is told by "end"; an "error" without a listener would end the process.
    keeper.on("error", () => {});
    try {
      await keeper.connect();
      await keeper.query("SELECT pg_advisory_lock_shared($1)", [USERS_LOCK]);
      return { keeper, port };
    } catch (error) {
      // The last user before us is just stopping it: look again.
      failure = error;
      await keeper.end().catch(() => {});
      await delay(100);
    }
  }
  throw new StartError(
    `The embedded PostgreSQL in ${cluster.directory} refuses connections: ${String(failure)}`,
    { cause: failure },
  );
}

async function leave(cluster: Cluster, keeper: pg.Client): Promise<void> {
  try {
    // Let go first: of two that leave at once, each still holding on, neither would be the last.
    await keeper.query("SELECT pg_advisory_unlock_shared($1)", [USERS_LOCK]);
    const { rows } = await keeper.query<{ last: boolean }>(
      "SELECT pg_try_advisory_lock($1) AS last",
      [USERS_LOCK],
    );
    if (!rows[0]?.last) return;
    await run(cluster.bin, cluster.user, cluster.directory, "pg_ctl", [
      "stop",
      `--pgdata=${cluster.data}`,
      "--mode=fast",
      "--wait",
      "--timeout=20",
      "--silent",
    ]);
  } finally {
    await keeper.end().catch(() => {});
  }
}

/** The app's role owns its database, and is no superuser. */
async function prepareDatabase(keeper: pg.Client, cluster: Cluster): Promise<void> {
  const { rows } = await keeper.query("SELECT FROM pg_database WHERE datname = $1", [ROLE]);
  if (rows.length > 0) return;
  const password = keeper.escapeLiteral(cluster.superuserPassword);
  await unlessThere(keeper.query(`CREATE ROLE ${ROLE} LOGIN PASSWORD ${password}`));
  await unlessThere(keeper.query(`CREATE DATABASE ${ROLE} OWNER ${ROLE}`));
}

async function unlessThere(statement: Promise<unknown>): Promise<void> {
  try {
    await statement;
  } catch (error) {
    // duplicate_object, duplicate_database, and unique_violation when two create at once
    const code = (error as { code?: string }).code ?? "";
    if (!["42710", "42P04", "23505"].includes(code)) throw error;
  }
}

function connectionUrl(cluster: Cluster, role: string, port: number, database: string): string {
  return `postgresql://${role}:${cluster.superuserPassword}@127.0.0.1:${port}/${database}`;
}
