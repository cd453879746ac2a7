import { TooSlow, type ReadOnlySession } from "@/lib/core/read-only-session";
import {
  findForeignKeys,
  findRelation,
  findTables,
  familyOf,
  nameOf,
  rangeVarText,
  type ForeignKey,
  type Table,
} from "./catalog";
import { atLeast, countAll, estimate } from "./count";
import { DoomedRows, seedColumns } from "./doomed";
import { graphFrom, type Edge, type Graph } from "./fk-graph";
import type { Hit } from "./hits";
import { codeOn, impactOn, uncounted, type StatementImpact, type TableImpact } from "./impact";
import { unsafeBecause } from "./safety";
import { seedQuery } from "./seed";

type RowHit = Extract<Hit, { kind: "delete" | "update" }>;
const COUNTED_AT_LEAST = 100_000;

/** Counts what a DELETE or an UPDATE hits, and what its foreign keys do to other tables. */
export async function measureRows(session: ReadOnlySession, hit: RowHit): Promise<StatementImpact> {
  const name = rangeVarText(hit.relation);
  const target = await findRelation(session, hit.relation);
  const what = `How many rows of ${name} are hit?`;
  if (!target) return uncounted(what, `There is no ${name} in the database that was looked at.`);
  if (target.kind !== "r" && target.kind !== "p")
    return uncounted(what, `${name} is a view or a foreign table.`);
  const unsafe = await unsafeBecause(session, partsThatRun(hit.statement));
  if (unsafe) return uncounted(what, unsafe);

  const graph = await graphOf(session, hit, target);
  const found = await findTables(session, [
    ...new Set([...graph.nodes.keys(), ...graph.edges.map(({ to }) => to)]),
  ]);
  const tables = new Map(found.map((table) => [table.oid, table]));
  const seed = await seedQuery(hit.statement, seedColumns(graph, target.oid));
  try {
    return await countDoomed(session, hit, { graph, tables, target, seed });
  } catch (error) {
    if (!(error instanceof TooSlow)) throw error;
    return guess(session, hit, target, seed);
  }
}

/** What the count evaluates: not what an UPDATE sets, nor what is returned. */
const partsThatRun = ({ withClause, whereClause, ...rest }: RowHit["statement"]) => [
  withClause,
  whereClause,
  "usingClause" in rest ? rest.usingClause : undefined,
  "fromClause" in rest ? rest.fromClause : undefined,
];

const isDelete = (hit: RowHit) => hit.kind === "delete";
const cascades = ({ onDelete }: ForeignKey) => onDelete === "c";

/** An UPDATE of columns that nothing refers to reaches no other table. */
async function graphOf(session: ReadOnlySession, hit: RowHit, target: Table): Promise<Graph> {
  const keys = await findForeignKeys(session);
  const relevant = isDelete(hit)
    ? keys
    : keys.filter(({ parentColumns }) => parentColumns.some((c) => setColumns(hit).includes(c)));
  return graphFrom(target.oid, relevant, isDelete(hit) ? cascades : () => false, (oid) =>
    familyOf(session, oid),
  );
}

const setColumns = (hit: RowHit) => (hit.kind === "update" ? hit.columns : []);

interface Subject {
  graph: Graph;
  tables: ReadonlyMap<number, Table>;
  target: Table;
  seed: string;
}

async function countDoomed(
  session: ReadOnlySession,
  hit: RowHit,
  { graph, tables, target, seed }: Subject,
): Promise<StatementImpact> {
  const falls = isDelete(hit) ? cascades : () => false;
  const doomed = new DoomedRows(graph, tables, falls, target.oid, seed);
  const fallen = [...graph.nodes.keys()];
  const left = groupByChild(
    graph.edges.filter(({ key }) => !falls(key)),
    isDelete(hit),
  );
  const counts = [
    ...fallen.map((oid) => doomed.countOf(oid)),
    ...left.map(({ child, edges }) => doomed.countLeft(child, edges)),
  ];
  const numbers = await countAll(session, doomed.with, counts);
  const queries = [`${doomed.with}\nSELECT ${counts.join(",\n")}`];

  const impacts: TableImpact[] = fallen.flatMap((oid, i) => {
    const table = tables.get(oid);
    const value = numbers[i] ?? 0;
    if (!table || (oid !== target.oid && value === 0)) return [];
    return impactOn(table, {
      ...placeOf(graph, target.oid, oid),
      action: isDelete(hit) ? "delete" : "overwrite",
      count: { value, bound: graph.cut ? "at_least" : "exact" },
    });
  });
  const outcome = {
    value: "will_apply" as StatementImpact["outcome"]["value"],
    because: null as string | null,
  };
  const unknowns: StatementImpact["unknowns"][number][] = [];
  left.forEach(({ child, action, edges }, i) => {
    const table = tables.get(child);
    const value = numbers[fallen.length + i] ?? 0;
    if (!table || value === 0) return;
    const { key } = edges[0] as Edge;
    const rows = `${value} ${value === 1 ? "row" : "rows"} of ${nameOf(table)}`;
    if (action === "refuse" || (action === "null" && edges.some((edge) => edge.key.notNull))) {
      if (isDelete(hit)) {
        outcome.value = "will_fail";
        outcome.because = `${rows} still refer to it (${key.name}${key.deferred ? ", judged when the transaction ends" : ""}).`;
      } else if (outcome.value === "will_apply") {
        outcome.value = "unknown";
        outcome.because = `${rows} refer to the columns that it sets (${key.name}): it fails if their values change.`;
      }
      return;
    }
    impacts.push(
      impactOn(table, {
        role: "cascade",
        action: "overwrite",
        depth: placeOf(graph, target.oid, (edges[0] as Edge).from).depth + 1,
        via: key.name,
        count: { value, bound: isDelete(hit) ? "exact" : "at_most" },
      }),
    );
  });
  if (graph.cut)
    unknowns.push({
      what: "What else falls with it?",
      why: "More tables hang on it than are followed.",
      resolve: "Follow the foreign keys from the last table that is listed.",
    });
  return {
    tables: impacts,
    outcome,
    unknowns: [...unknowns, ...codeOn(impacts.map(({ table }) => table))],
    queries,
  };
}

interface Left {
  readonly child: number;
  readonly action: "refuse" | "null";
  readonly edges: readonly Edge[];
}

/** The keys that don't pass the fall on, by the table that refers and by what they do about it. */
function groupByChild(edges: readonly Edge[], onDelete: boolean): Left[] {
  const groups = new Map<string, { child: number; action: Left["action"]; edges: Edge[] }>();
  for (const edge of edges) {
    const does = onDelete ? edge.key.onDelete : edge.key.onUpdate;
    const action = does === "a" || does === "r" ? "refuse" : "null";
    const group = groups.get(`${edge.to} ${action}`) ?? { child: edge.to, action, edges: [] };
    group.edges.push(edge);
    groups.set(`${edge.to} ${action}`, group);
  }
  return [...groups.values()];
}

/** How far from the target, by the shortest way, and by which key. */
function placeOf(
  graph: Graph,
  target: number,
  oid: number,
): Pick<TableImpact, "role" | "depth" | "via"> {
  if (oid === target) return { role: "target", depth: 0, via: null };
  const reached = new Map<number, { depth: number; via: string | null }>([
    [target, { depth: 0, via: null }],
  ]);
  const open = [target];
  for (let at = open.shift(); at !== undefined; at = open.shift())
    for (const { key, from, to } of graph.edges)
      if (from === at && !reached.has(to)) {
        reached.set(to, { depth: (reached.get(at)?.depth ?? 0) + 1, via: key.name });
        open.push(to);
      }
  return { role: "cascade", depth: 1, via: null, ...reached.get(oid) };
}

/** Time ran out: the target's rows alone, at least, or as the planner guesses. */
async function guess(
  session: ReadOnlySession,
  hit: RowHit,
  target: Table,
  seed: string,
): Promise<StatementImpact> {
  const counted = await atLeast(session, seed, COUNTED_AT_LEAST);
  const count = counted.value === null ? await estimate(session, seed) : counted;
  return {
    tables: [impactOn(target, { action: isDelete(hit) ? "delete" : "overwrite", count })],
    outcome: { value: "unknown", because: null },
    queries: [seed],
    unknowns: [
      {
        what: "What falls with it in other tables?",
        why: "Counting it to the end took too long.",
        resolve: "Count it in the database, or ask for a smaller statement.",
      },
      ...codeOn([target]),
    ],
  };
}
