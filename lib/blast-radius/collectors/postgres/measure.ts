import { TooSlow, type ReadOnlySession } from "@/lib/core/read-only-session";
import type { ParseResult } from "@pgsql/types";
import { parsePostgres } from "../../sql/parse";
import { hitOf } from "./hits";
import { uncounted, type StatementImpact } from "./impact";
import { measureRows } from "./measure-rows";
import { measureTables } from "./measure-tables";

/** More statements than that are not counted one by one. */
const STATEMENTS_MAX = 20;

/**
 * What each statement of a script would do, counted in the live database by SELECTs alone: nothing of
 * the script is executed. Throws what the session throws, but for TooSlow, which becomes an unknown.
 */
export async function measureScript(
  session: ReadOnlySession,
  script: string,
): Promise<StatementImpact[]> {
  const { stmts = [] }: ParseResult = await parsePostgres(script);
  const impacts: StatementImpact[] = [];
  for (const [index, { stmt }] of stmts.slice(0, STATEMENTS_MAX).entries())
    if (stmt) impacts.push(await measureSafely(session, hitOf(stmt), index));
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
  hit: ReturnType<typeof hitOf>,
  index: number,
): Promise<StatementImpact> {
  const what = `How much does statement ${index + 1} hit?`;
  try {
    switch (hit.kind) {
      case "delete":
      case "update":
        return await measureRows(session, hit);
      case "truncate":
      case "drop_table":
      case "drop_schema":
        return await measureTables(session, hit);
      case "nothing":
        return {
          tables: [],
          outcome: { value: "will_apply", because: null },
          unknowns: [],
          queries: [],
        };
      case "uncountable":
        return uncounted(what, hit.why);
    }
  } catch (error) {
    if (error instanceof TooSlow) return uncounted(what, "Counting it took too long.");
    throw error;
  }
}
