import { Socket } from "node:net";
import pg from "pg";
import { readConnectionUrl, type ConnectionAddress } from "@/lib/core/connection-url";
import { QueryRefused, TooSlow, type ReadOnlySession } from "@/lib/core/read-only-session";

export interface OpenSession extends ReadOnlySession {
  close(): Promise<void>;
}

/** No query may hold up the others, nor the submission that waits for them. */
const QUERY_MS_MAX = 2_500;
const CONNECT_MS_MAX = 2_000;
const LOCK_MS_MAX = 200;
/** For the server's own word that the time is up; then the line is cut. */
const GRACE_MS = 250;
const QUERY_CANCELED = "57014";
const LOCK_NOT_AVAILABLE = "55P03";

// PostgreSQL's own names come first, whatever the role's settings say: a table `pg_class` or a type
// `text` of somebody else's would otherwise be taken for them.
const SETTINGS = (budget_ms: number) =>
  `SELECT pg_catalog.set_config('search_path',
     pg_catalog.concat('pg_catalog, ', pg_catalog.current_setting('search_path')), true);
   SET LOCAL row_security = off; SET LOCAL lock_timeout = ${LOCK_MS_MAX};
   SET LOCAL idle_in_transaction_session_timeout = ${budget_ms + 1_000};
   SAVEPOINT one`;

/**
 * Opens a transaction that can't write and sees one state throughout, on a connection of its own, which
 * is over after `budget_ms`, come what may. Row security is off, so that a policy is an error and not a
 * count that is too low.
 */
export async function openReadOnlySession(url: string, budget_ms: number): Promise<OpenSession> {
  const deadline = performance.now() + budget_ms;
  const left_ms = () => Math.floor(Math.min(QUERY_MS_MAX, deadline - performance.now()));
  const socket = new Socket();
  // The one limit that needs nobody's answer: it also ends a server that has stopped talking.
  const cut = setTimeout(() => socket.destroy(), budget_ms + GRACE_MS);
  const client = new pg.Client({
    ...settingsOf(readConnectionUrl(url)),
    stream: () => socket,
    application_name: "countersign-collector",
    connectionTimeoutMillis: Math.min(CONNECT_MS_MAX, budget_ms),
    options: "-c default_transaction_read_only=on -c timezone=UTC",
  });
  client.on("error", () => undefined); // told by the query that it breaks
  try {
    await client.connect();
    await client.query("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
    await client.query(SETTINGS(budget_ms));
  } catch (error) {
    clearTimeout(cut);
    socket.destroy();
    throw error;
  }
  return {
    async query<R extends object>(text: string, values: readonly unknown[] = []) {
      if (left_ms() < 1) throw new TooSlow("no time is left");
      try {
        await client.query(
          `RELEASE SAVEPOINT one; SAVEPOINT one; SET LOCAL statement_timeout = ${left_ms()}`,
        );
        return (await client.query<R>(text, [...values])).rows;
      } catch (error) {
        if (performance.now() >= deadline) throw new TooSlow("the time is up", { cause: error });
        await client.query("ROLLBACK TO SAVEPOINT one").catch(() => undefined);
        throw named(error);
      }
    },
    async close() {
      // A good-bye that nobody takes holds up nothing: the server rolls back by itself.
      const late = setTimeout(() => socket.destroy(), GRACE_MS);
      await client.end().catch(() => undefined);
      clearTimeout(late);
      clearTimeout(cut);
    },
  };
}

/** All that the driver would else look for in the process's environment is said. */
function settingsOf({ host, port, database, user, password, tls }: ConnectionAddress) {
  return {
    host,
    port,
    database,
    user,
    password: () => password,
    ssl: tls === "off" ? false : { rejectUnauthorized: tls === "verified" },
  };
}

function named(error: unknown): unknown {
  if (!(error instanceof pg.DatabaseError) || error.code === undefined) return error;
  return error.code === QUERY_CANCELED || error.code === LOCK_NOT_AVAILABLE
    ? new TooSlow("a query was cut off", { cause: error })
    : new QueryRefused(error.code, { cause: error });
}
