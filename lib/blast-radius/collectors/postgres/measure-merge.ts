import type { MergeStmt } from "libpg-query";
import type { ReadOnlySession } from "@/lib/core/read-only-session";
import { findTables, nameOf, type Catalog } from "./catalog";
import { countAll } from "./count";
import { cascades } from "./count-doomed";
import { graphFrom } from "./fk-graph";
import { codeOn, NO_IMPACT, uncounted, type StatementImpact } from "./impact";
import { measureRows } from "./measure-rows";
import type { MergeHit } from "./merge";
import { resolve } from "./relations";
import type { RowHit } from "./row-hit";
import { codeCalled } from "./safety";
import { seedQuery } from "./seed";

type Merge = Extract<MergeHit, { kind: "merge" }> & { readonly statement: MergeStmt };

/** Counts what a MERGE deletes and updates; what it inserts is no loss, but may run code. */
export async function measureMerge(
  session: ReadOnlySession,
  catalog: Catalog,
  { hits, inserts, statement }: Merge,
  what: string,
): Promise<StatementImpact> {
  const { relation } = statement;
  const found = relation && (await resolve(session, catalog, relation));
  if (!found || "why" in found) return uncounted(what, found?.why ?? "It names no table.");
  const each: StatementImpact[] = [];
  for (const hit of hits) {
    const impact = await measureRows(session, catalog, hit, what);
    if (impact.tables.length === 0) return impact;
    each.push(
      (await isAmbiguous(session, catalog, hit)) ? failing(impact, nameOf(found.table)) : impact,
    );
  }
  if (meet(each, found.table.oid, catalog))
    return uncounted(what, "What it deletes and what it updates reach the same table by its keys.");
  const parts = await findTables(session, catalog.familyOf(found.table.oid).down);
  const hooks = inserts ? codeOn(parts.map((table) => ({ table, action: "insert" }))) : [];
  // Where it only inserts, none of it was looked into yet.
  const { relation: _, ...rest } = statement;
  const called = await codeCalled(session, hits.length > 0 ? merged(statement) : rest);
  const fails = each.find(({ outcome }) => outcome.value === "will_fail");
  const isSure = each.length === 1 && !inserts;
  return {
    ...NO_IMPACT,
    tables: each.flatMap(({ tables }) => tables),
    // A row in two pairs, and what is inserted, may still make it fail.
    outcome:
      fails?.outcome ?? (isSure && each[0] ? each[0].outcome : { value: "unknown", because: null }),
    unknowns: [
      ...each.flatMap(({ unknowns }) => unknowns),
      ...hooks,
      ...(called === null
        ? []
        : [
            {
              what: `What does ${called} do?`,
              why: "The statement calls it by what it sets, inserts or returns; that isn't counted.",
              resolve: "Read the function.",
            },
          ]),
    ],
    reads: each.flatMap(({ reads }) => reads),
    fills: inserts ? [found.table.oid] : [],
    heldBy: each.flatMap(({ heldBy }) => heldBy),
    queries: each.flatMap(({ queries }) => queries),
  };
}

/** What of it isn't among what its counts look into. */
const merged = ({ mergeWhenClauses, returningClause }: MergeStmt) => [
  mergeWhenClauses,
  returningClause,
];

/** Whether a row is in several pairs, which PostgreSQL refuses. */
async function isAmbiguous(session: ReadOnlySession, catalog: Catalog, hit: RowHit) {
  const found = await resolve(session, catalog, hit.relation);
  if ("why" in found) return false;
  const columns = [
    ["tableoid", "t"],
    ["ctid", "c"],
  ] as const;
  const rows = await seedQuery(hit.statement, found.table, columns);
  const pairs = await seedQuery(hit.statement, found.table, columns, "pairs");
  if (rows === null || pairs === null) return false;
  const [one = 0, all = 0] = await countAll(session, "", [
    `SELECT count(*) FROM (${rows}) r`,
    `SELECT count(*) FROM (${pairs}) p`,
  ]);
  return all > one;
}

const failing = (impact: StatementImpact, name: string): StatementImpact => ({
  ...impact,
  outcome: {
    value: "will_fail",
    because: `A row of ${name} is matched by several rows of what is merged in: PostgreSQL refuses to touch it twice.`,
  },
});

/** Whether rows could be counted twice: by way of keys the two reach a table together, or the target again. */
function meet(each: readonly StatementImpact[], target: number, catalog: Catalog): boolean {
  if (each.length < 2) return false;
  const { up, down } = catalog.familyOf(target);
  const own = new Set([target, ...up, ...down]);
  const { edges } = graphFrom(target, catalog, catalog.keys, cascades);
  if (edges.some(({ to }) => own.has(to))) return true;
  const [first = [], ...others] = each.map(({ tables }) =>
    tables.filter(({ table }) => !own.has(table.oid)).map(({ table }) => table.oid),
  );
  return others.some((oids) => oids.some((oid) => first.includes(oid)));
}
