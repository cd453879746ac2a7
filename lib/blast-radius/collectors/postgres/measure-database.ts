import type { ReadOnlySession } from "@/lib/core/read-only-session";
import { uncounted, type StatementImpact } from "./impact";

interface Found {
  readonly current: boolean;
  readonly bytes: number | null;
  readonly sessions: number;
}

/** What the server says of a database that is to be dropped. Rows in another database can't be read from here. */
export async function measureDatabase(
  session: ReadOnlySession,
  name: string,
  what: string,
): Promise<StatementImpact> {
  const query = `SELECT datname = current_database() AS current,
    CASE WHEN has_database_privilege(oid, 'CONNECT') THEN pg_database_size(oid)::float8 END AS bytes,
    (SELECT count(*)::int FROM pg_stat_activity a WHERE a.datid = d.oid AND a.pid <> pg_backend_pid()) AS sessions
    FROM pg_database d WHERE datname = $1`;
  const [found] = await session.query<Found>(query, [name]);
  const impact = uncounted(
    what,
    found ? saying(name, found) : `There is no database ${name} on the server that was looked at.`,
  );
  return { ...impact, queries: [query] };
}

function saying(name: string, { current, bytes, sessions }: Found): string {
  const size =
    bytes === null
      ? "how large it is isn't shown to the role that looks"
      : `it holds ${bytes} bytes`;
  const which = current
    ? "It is the very database that is registered and was looked at"
    : "It is another database of the server that was looked at";
  return `${name} goes whole, with every table in it. ${which}; ${size}, and ${sessions === 1 ? "1 session is" : `${sessions} sessions are`} connected. Its rows aren't counted.`;
}
