import { ADDS } from "./act";

/** Schemas of the server's own, and of schedulers, which run what their rows say. */
const OBEYED_SCHEMAS: Readonly<Record<"postgresql" | "mysql", ReadonlySet<string>>> = {
  postgresql: new Set(
    `pg_catalog pg_toast information_schema cron pgagent _timescaledb_catalog _timescaledb_config`.split(
      " ",
    ),
  ),
  mysql: new Set("mysql sys performance_schema information_schema".split(" ")),
};

/** What it is to add rows to this table: to one that is obeyed, nothing gentle. */
export function effectOfRows(
  dialect: "postgresql" | "mysql",
  table: string,
): { effect: typeof ADDS | "unknown"; why: string | null } {
  const parts = table.toLowerCase().split(".");
  const schema = parts.at(-2);
  // Without a schema, PostgreSQL looks in its own first.
  const isOwn = dialect === "postgresql" && schema === undefined && parts[0]?.startsWith("pg_");
  return isOwn || (schema !== undefined && OBEYED_SCHEMAS[dialect].has(schema))
    ? { effect: "unknown", why: "The server or a scheduler does what this table's rows say." }
    : { effect: ADDS, why: null };
}
