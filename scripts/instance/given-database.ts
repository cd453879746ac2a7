import pg from "pg";
import { StartError } from "./start-error";

const VERSION_MIN = 15;
const CONNECT_MS_MAX = 10_000;

/** Connects once, to tell early and plainly what is wrong with a database that we were given. */
export async function requireDatabase(url: string): Promise<void> {
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: CONNECT_MS_MAX,
  });
  client.on("error", () => {});
  try {
    await client.connect();
  } catch (error) {
    const { host, port, database, user } = client;
    throw new StartError(
      `PostgreSQL can't be reached: ${reason(error)} (DATABASE_URL names ${host}:${port}, ` +
        `database ${database}, role ${user}).`,
      { cause: error },
    );
  }
  try {
    const { rows } = await client.query<{ version: number }>(
      "SELECT current_setting('server_version_num')::int / 10000 AS version",
    );
    const version = rows[0]?.version ?? 0;
    if (version < VERSION_MIN) {
      throw new StartError(
        `This PostgreSQL is version ${version}; Countersign needs ${VERSION_MIN} or later.`,
      );
    }
  } finally {
    await client.end();
  }
}

/** Several addresses tried leave an error with an empty message and the reasons inside. */
function reason(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(reason).join("; ");
  return error instanceof Error ? error.message : String(error);
}
