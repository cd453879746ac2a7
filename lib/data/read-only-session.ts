import pg from "pg";
import { TooSlow, type ReadOnlySession } from "@/lib/core/read-only-session";

export interface OpenSession extends ReadOnlySession {
  close(): Promise<void>;
}

/** No query may hold up the others, nor the submission that waits for them. */
const QUERY_MS_MAX = 2_500;
const CONNECT_MS_MAX = 2_000;
const LOCK_MS_MAX = 200;
const QUERY_CANCELED = "57014";
const LOCK_NOT_AVAILABLE = "55P03";

/**
 * Opens a transaction that can't write and sees one state throughout, on a connection of its own, for
 * `budget_ms` in all. Row security is off, so that a policy is an error and not a count that is too low.
 */
export async function openReadOnlySession(url: string, budget_ms: number): Promise<OpenSession> {
  const deadline = performance.now() + budget_ms;
  const left_ms = () => Math.floor(Math.min(QUERY_MS_MAX, deadline - performance.now()));
  const client = new pg.Client({
    connectionString: url,
    application_name: "countersign-collector",
    connectionTimeoutMillis: Math.min(CONNECT_MS_MAX, budget_ms),
    query_timeout: QUERY_MS_MAX + 1_000,
    options: "-c default_transaction_read_only=on -c timezone=UTC",
  });
  client.on("error", () => undefined); // told by the query that it breaks
  await client.connect();
  try {
    await client.query("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
    await client.query(
      `SET LOCAL row_security = off; SET LOCAL lock_timeout = ${LOCK_MS_MAX};
       SET LOCAL idle_in_transaction_session_timeout = ${budget_ms + 5_000}`,
    );
  } catch (error) {
    await client.end().catch(() => undefined);
    throw error;
  }
  return {
    async query<R extends object>(text: string, values: readonly unknown[] = []) {
      if (left_ms() < 1) throw new TooSlow("no time is left");
      await client.query(`SAVEPOINT one; SET LOCAL statement_timeout = ${left_ms()}`);
      try {
        return (await client.query<R>(text, [...values])).rows;
      } catch (error) {
        await client.query("ROLLBACK TO SAVEPOINT one").catch(() => undefined);
        throw isTooSlow(error) ? new TooSlow("a query was cut off", { cause: error }) : error;
      }
    },
    async close() {
      await client.query("ROLLBACK").catch(() => undefined);
      await client.end().catch(() => undefined);
    },
  };
}

const isTooSlow = (error: unknown): boolean =>
  error instanceof pg.DatabaseError
    ? error.code === QUERY_CANCELED || error.code === LOCK_NOT_AVAILABLE
    : error instanceof Error && error.message === "Query read timeout";
