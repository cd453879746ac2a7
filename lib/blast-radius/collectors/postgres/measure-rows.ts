import { TooSlow, type ReadOnlySession } from "@/lib/core/read-only-session";
import { findTables, nameOf, type Catalog, type ForeignKey, type Table } from "./catalog";
import { atLeast, countAll, estimate } from "./count";
import { DoomedRows, seedColumns } from "./doomed";
import { graphFrom, placesFrom, type Edge, type Graph, type Place } from "./fk-graph";
import type { Hit } from "./hits";
import {
  codeOn,
  impactOn,
  NO_IMPACT,
  uncounted,
  type StatementImpact,
  type TableImpact,
} from "./impact";
import { resolve, tablesRead, unreadable } from "./relations";
import { codeCalled, unsafeBecause } from "./safety";
import { seedQuery } from "./seed";

type RowHit = Extract<Hit, { kind: "delete" | "update" }>;
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
  const impact = await countDoomed(session, subject).catch((error: unknown) => {
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

const isDelete = (hit: RowHit) => hit.kind === "delete";
const cascades = ({ onDelete }: ForeignKey) => onDelete === "c";

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

interface Subject {
  hit: RowHit;
  graph: Graph;
  tables: ReadonlyMap<number, Table>;
  target: Table;
  seed: string;
}

async function countDoomed(
  session: ReadOnlySession,
  { hit, graph, tables, target, seed }: Subject,
): Promise<StatementImpact> {
  const falls = isDelete(hit) ? cascades : () => false;
  const doomed = new DoomedRows(graph, tables, falls, target.oid, seed);
  const places = placesFrom(target.oid, graph.edges, falls);
  const fallen = [...places.keys()].filter((oid) => graph.nodes.has(oid));
  const left = groupByChild(
    graph.edges.filter(({ key }) => !falls(key)),
    isDelete(hit),
  );
  const counts = [
    ...fallen.map((oid) => doomed.countOf(oid)),
    ...left.map(({ child, edges }) => doomed.countLeft(child, edges)),
  ];
  const numbers = await countAll(session, doomed.with, counts);
  const bound = graph.cut ? ("at_least" as const) : ("exact" as const);
  const still = left.map((one, i) => ({ ...one, count: numbers[fallen.length + i] ?? 0 }));
  const changed = still.filter((one) => one.count > 0 && !refuses(one));
  return {
    ...NO_IMPACT,
    tables: fallen.flatMap((oid, i) => {
      const table = tables.get(oid);
      const value = numbers[i] ?? 0;
      if (!table) return [];
      const place = places.get(oid) ?? { depth: 0, via: null };
      const action = isDelete(hit) ? ("delete" as const) : ("overwrite" as const);
      const role = oid === target.oid ? ("target" as const) : ("cascade" as const);
      const impact = impactOn(table, { ...place, role, action, count: { value, bound } });
      return [
        ...(role === "target" || value > 0 ? [impact] : []),
        ...changed
          .filter(({ edges }) => edges[0]?.from === oid)
          .flatMap((one) => changeOf(hit, tables, place, one)),
      ];
    }),
    ...fateOf(hit, tables, still.filter((one) => one.count > 0 && refuses(one))),
    unknowns: graph.cut ? [CUT] : [],
    queries: [`${doomed.with}\nSELECT ${counts.join(",\n")}`],
  };
}

const CUT = {
  what: "What else falls with it?",
  why: "More tables hang on it than are followed.",
  resolve: "Follow the foreign keys from the last table that is listed.",
};

interface Left {
  readonly child: number;
  readonly action: "refuse" | "change";
  readonly edges: readonly Edge[];
}
type Counted = Left & { readonly count: number };

const refuses = ({ action }: Left): boolean => action === "refuse";

/** Rows that stay, and refer to nothing, or to something else, from then on. */
function changeOf(
  hit: RowHit,
  tables: ReadonlyMap<number, Table>,
  from: Place,
  { child, edges, count }: Counted,
): TableImpact[] {
  const table = tables.get(child);
  if (!table) return [];
  return [
    impactOn(table, {
      role: "cascade",
      action: "overwrite",
      depth: from.depth + 1,
      via: edges[0]?.key.name ?? null,
      count: { value: count, bound: isDelete(hit) ? "exact" : "at_most" },
    }),
  ];
}

/** Whether it fails by rows that still refer to what it takes or changes. */
function fateOf(
  hit: RowHit,
  tables: ReadonlyMap<number, Table>,
  holding: readonly Counted[],
): Pick<StatementImpact, "outcome" | "heldBy"> {
  const [first] = holding;
  const key = first?.edges[0]?.key;
  const table = first && tables.get(first.child);
  if (!first || !key || !table) return { outcome: NO_IMPACT.outcome, heldBy: [] };
  const rows = `${first.count} ${first.count === 1 ? "row" : "rows"} of ${nameOf(table)}`;
  const late = key.deferred ? ", judged when the transaction ends" : "";
  const outcome = isDelete(hit)
    ? { value: "will_fail" as const, because: `${rows} still refer to it (${key.name}${late}).` }
    : {
        value: "unknown" as const,
        because: `${rows} refer to the columns that it sets (${key.name}): it fails if their values change.`,
      };
  return { outcome, heldBy: holding.map(({ child }) => child) };
}

/** The keys that don't pass the fall on, by the table that refers and by what they do about it. */
function groupByChild(edges: readonly Edge[], onDelete: boolean): Left[] {
  const groups = new Map<string, { child: number; action: Left["action"]; edges: Edge[] }>();
  for (const edge of edges) {
    const does = onDelete ? edge.key.onDelete : edge.key.onUpdate;
    // A column that may not be null can't be set to it.
    const cannot = does === "a" || does === "r" || (does === "n" && edge.key.notNull);
    const action = cannot ? "refuse" : "change";
    const group = groups.get(`${edge.to} ${action}`) ?? { child: edge.to, action, edges: [] };
    group.edges.push(edge);
    groups.set(`${edge.to} ${action}`, group);
  }
  return [...groups.values()];
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
