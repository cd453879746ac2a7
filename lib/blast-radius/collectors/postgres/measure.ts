import type { ParseResult } from "libpg-query";
import { QueryRefused, TooSlow, type ReadOnlySession } from "@/lib/core/read-only-session";
import { Catalog } from "./catalog";
import { hitOf, type Hit } from "./hits";
import { NO_IMPACT, uncounted, type StatementImpact } from "./impact";
import { measureDatabase } from "./measure-database";
import { measureMerge } from "./measure-merge";
import { measureRows } from "./measure-rows";
import { measureTables } from "./measure-tables";
import { Past } from "./past";
import { tablesRead } from "./relations";
import { unsafeBecause } from "./safety";

/** More statements than that are not counted one by one. */
const STATEMENTS_MAX = 20;

/**
 * What each statement of a script would do, counted in the live database by SELECTs alone: nothing of
 * the script is executed. What the database refuses, or doesn't answer in time, becomes an unknown;
 * throws where the connection breaks.
 */
export async function measureScript(
  session: ReadOnlySession,
  { stmts = [] }: ParseResult,
): Promise<StatementImpact[]> {
  const catalog = await Catalog.read(session);
  const past = new Past(catalog);
  const impacts: StatementImpact[] = [];
  for (const [index, { stmt }] of stmts.slice(0, STATEMENTS_MAX).entries()) {
    if (!stmt) continue;
    const what =
      stmts.length > 1 ? `How much does statement ${index + 1} hit?` : "How much does it hit?";
    const impact =
      past.why === null
        ? past.judge(what, await measureSafely(session, catalog, hitOf(stmt), what))
        : uncounted(what, past.why);
    past.add(impact);
    impacts.push(impact);
  }
  if (stmts.length > STATEMENTS_MAX)
    impacts.push(
      uncounted(
        `What do the other ${stmts.length - STATEMENTS_MAX} statements hit?`,
        `Only the first ${STATEMENTS_MAX} are counted.`,
      ),
    );
  return impacts;
}

async function measureSafely(
  session: ReadOnlySession,
  catalog: Catalog,
  hit: Hit,
  what: string,
): Promise<StatementImpact> {
  try {
    return await measure(session, catalog, hit, what);
  } catch (error) {
    if (error instanceof TooSlow) return uncounted(what, "Counting it took too long.");
    if (error instanceof QueryRefused)
      return uncounted(what, `The database refuses the count (SQLSTATE ${error.code}).`);
    throw error;
  }
}

async function measure(
  session: ReadOnlySession,
  catalog: Catalog,
  hit: Hit,
  what: string,
): Promise<StatementImpact> {
  switch (hit.kind) {
    case "delete":
    case "update":
      return measureRows(session, catalog, hit, what);
    case "drop_database":
      return measureDatabase(session, hit.name, what);
    case "merge":
      return measureMerge(session, catalog, hit, what);
    case "truncate":
    case "drop_table":
    case "drop_schema":
      return measureTables(session, catalog, hit, what);
    case "read": {
      const unsafe = await unsafeBecause(session, hit.statement);
      if (unsafe !== null) return uncounted(what, unsafe);
      const read = await tablesRead(session, catalog, hit.statement);
      return "why" in read ? uncounted(what, read.why) : NO_IMPACT;
    }
    case "nothing":
      return NO_IMPACT;
    case "uncountable":
      return uncounted(what, hit.why);
  }
}
