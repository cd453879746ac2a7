import { TooSlow, type ReadOnlySession } from "@/lib/core/read-only-session";
import type { CountFact } from "@/lib/contract/blast-radius";

/** A count as it came out, before it is a fact. */
export interface Count {
  readonly value: number | null;
  readonly bound: CountFact["bound"];
}

export const UNCOUNTED: Count = { value: null, bound: "unknown" };

/** Counts some queries in one; the numbers in their order. Throws TooSlow. */
export async function countAll(
  session: ReadOnlySession,
  withClause: string,
  counts: readonly string[],
): Promise<number[]> {
  if (counts.length === 0) return [];
  const columns = counts.map((count, i) => `(${count})::float8 AS c${i}`).join(",\n");
  const [row = {}] = await session.query<Record<string, number>>(
    `${withClause}\nSELECT ${columns}`,
  );
  return counts.map((_, i) => row[`c${i}`] ?? 0);
}

/** The planner's guess where the count took too long: good for an order of magnitude. */
export async function estimate(session: ReadOnlySession, query: string): Promise<Count> {
  try {
    const [row] = await session.query<{ "QUERY PLAN": { Plan?: { "Plan Rows"?: number } }[] }>(
      `EXPLAIN (FORMAT JSON) ${query}`,
    );
    const rows = row?.["QUERY PLAN"][0]?.Plan?.["Plan Rows"];
    return rows === undefined ? UNCOUNTED : { value: rows, bound: "estimate" };
  } catch (error) {
    if (error instanceof TooSlow) return UNCOUNTED;
    throw error;
  }
}

/** More than that many, where counting them all took too long. */
export async function atLeast(
  session: ReadOnlySession,
  query: string,
  limit: number,
): Promise<Count> {
  try {
    const [row] = await session.query<{ n: number }>(
      `SELECT count(*)::float8 AS n FROM (SELECT 1 FROM (${query}) q LIMIT ${limit}) c`,
    );
    return row ? { value: row.n, bound: row.n < limit ? "exact" : "at_least" } : UNCOUNTED;
  } catch (error) {
    if (error instanceof TooSlow) return UNCOUNTED;
    throw error;
  }
}
