import { TooSlow, type ReadOnlySession } from "@/lib/core/read-only-session";
import { findTables, nameOf, type Catalog, type Table } from "./catalog";
import { atLeast, estimate } from "./count";
import { cascades, countDoomed, isDelete, type Subject } from "./count-doomed";
import { seedColumns } from "./doomed";
import { graphFrom, type Graph } from "./fk-graph";
import {
  codeOn,
  impactOn,
  NO_IMPACT,
  uncounted,
  type StatementImpact,
  type TableImpact,
} from "./impact";
import { resolve, tablesRead, unreadable } from "./relations";
import type { RowHit } from "./row-hit";
import { codeCalled, unsafeBecause } from "./safety";
import { seedQuery } from "./seed";

type Unknowns = StatementImpact["unknowns"];
const COUNTED_AT_LEAST = 100_000;

/** Counts what a DELETE or an UPDATE hits, and what its foreign keys do to other tables. */
export async function measureRows(
  session: ReadOnlySession,
  catalog: Catalog,
  hit: RowHit,
  what: string,
): Promise<StatementImpact> {
  const found = await resolve(session, catalog, hit.relation);
  if ("why" in found) return uncounted(what, found.why);
  const target = found.table;
  if (target.kind === "m") return uncounted(what, `${nameOf(target)} is a materialised view.`);
  const parts = partsThatRun(hit.statement);
  const unsafe = await unsafeBecause(session, parts);
  if (unsafe !== null) return uncounted(what, unsafe);
  const read = await tablesRead(session, catalog, parts);
  if ("why" in read) return uncounted(what, read.why);

  const graph = graphOf(catalog, hit, target);
  const key = graph.edges.find((edge) => !edge.key.comparesSafely)?.key;
  if (key) return uncounted(what, `The key ${key.name} compares by code that isn't PostgreSQL's.`);
  const tables = await tablesOf(session, catalog, graph);
  const hidden = graph.edges
    .map(({ to }) => tables.get(to))
    .map((table) => (table ? unreadable(catalog, table) : "A table is gone meanwhile."))
    .find((why) => why !== null);
  if (hidden !== undefined) return uncounted(what, hidden);
  const seed = await seedQuery(hit.statement, target, seedColumns(graph, target.oid));
  if (seed === null)
    return uncounted(what, "It can't be turned into a query that is surely the same.");
  // Last of all the counts, which may take all the time that there is.
  const calls = await callsOf(session, hit, target);
  const subject = { hit, graph, tables, target, seed };
  const impact = await countDoomed(session, catalog, subject).catch((error: unknown) => {
    if (error instanceof TooSlow) return guess(session, subject);
    throw error;
  });
  return {
    ...impact,
    unknowns: [...impact.unknowns, ...hooksOn(catalog, tables, impact.tables), ...calls],
    reads: read.tables.map(({ oid }) => oid),
  };
}

/** What the count evaluates: not what an UPDATE sets, nor what is returned. */
const partsThatRun = ({ withClause, whereClause, ...rest }: RowHit["statement"]) => [
  withClause,
  whereClause,
  "usingClause" in rest ? rest.usingClause : undefined,
  "fromClause" in rest ? rest.fromClause : undefined,
];

/** Triggers and rules of what is hit, and of its parts. */
function hooksOn(
  catalog: Catalog,
  tables: ReadonlyMap<number, Table>,
  impacts: readonly TableImpact[],
): Unknowns {
  return codeOn(
    impacts.flatMap(({ table, action }) =>
      catalog.familyOf(table.oid).down.flatMap((oid) => {
        const part = tables.get(oid);
        return part ? [{ table: part, action }] : [];
      }),
    ),
  );
}

/** Code that the statement would run and the count doesn't: what it calls by what it sets or returns. */
async function callsOf(session: ReadOnlySession, hit: RowHit, target: Table): Promise<Unknowns> {
  const set = "targetList" in hit.statement ? hit.statement.targetList : undefined;
  const called = await codeCalled(session, [set, hit.statement.returningClause]);
  if (called === null) return [];
  return [
    {
      what: `What does ${called} do?`,
      why: `The statement on ${nameOf(target)} calls it by what it sets or returns; that isn't counted.`,
      resolve: "Read the function.",
    },
  ];
}

/** An UPDATE of columns that nothing refers to reaches no other table. */
function graphOf(catalog: Catalog, hit: RowHit, target: Table): Graph {
  if (isDelete(hit)) return graphFrom(target.oid, catalog, catalog.keys, cascades);
  const set = hit.kind === "update" ? hit.columns : [];
  const relevant = catalog.keys.filter(({ parentColumns }) =>
    parentColumns.some((column) => set.includes(column)),
  );
  return graphFrom(target.oid, catalog, relevant, () => false);
}

/** Every table of the graph, and the parts of each. */
async function tablesOf(
  session: ReadOnlySession,
  catalog: Catalog,
  { nodes, edges }: Graph,
): Promise<Map<number, Table>> {
  const whole = [...nodes.keys(), ...edges.map(({ to }) => to)];
  const oids = new Set(whole.flatMap((oid) => catalog.familyOf(oid).down));
  return new Map((await findTables(session, [...oids])).map((table) => [table.oid, table]));
}

/** Time ran out: the target's rows alone, at least, or as the planner guesses. */
async function guess(
  session: ReadOnlySession,
  { hit, target, seed }: Subject,
): Promise<StatementImpact> {
  // The planner answers at once; the count takes what time is left.
  const guessed = await estimate(session, seed);
  const counted = await atLeast(session, seed, COUNTED_AT_LEAST);
  const count = counted.value === null ? guessed : counted;
  return {
    ...NO_IMPACT,
    tables: [impactOn(target, { action: isDelete(hit) ? "delete" : "overwrite", count })],
    outcome: { value: "unknown", because: null },
    queries: [seed],
    unknowns: [
      {
        what: "What falls with it in other tables?",
        why: "Counting it to the end took too long.",
        resolve: "Count it in the database, or ask for a smaller statement.",
      },
    ],
  };
}
