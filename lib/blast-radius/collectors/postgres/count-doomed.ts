import type { ReadOnlySession } from "@/lib/core/read-only-session";
import { nameOf, type Catalog, type ForeignKey, type Table } from "./catalog";
import { countAll } from "./count";
import { DoomedRows } from "./doomed";
import { placesFrom, type Edge, type Graph, type Place } from "./fk-graph";
import { impactOn, NO_IMPACT, type StatementImpact, type TableImpact } from "./impact";
import type { RowHit } from "./row-hit";

export const isDelete = (hit: RowHit) => hit.kind === "delete";
export const cascades = ({ onDelete }: ForeignKey) => onDelete === "c";

/** A statement over rows, with all that is known of it before counting. */
export interface Subject {
  hit: RowHit;
  graph: Graph;
  tables: ReadonlyMap<number, Table>;
  target: Table;
  seed: string;
}

/** Counts the rows that fall, those that are changed by it, and those that it fails by. */
export async function countDoomed(
  session: ReadOnlySession,
  catalog: Catalog,
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
    ...fateOf(
      hit,
      tables,
      still.filter((one) => one.count > 0 && refuses(one)),
    ),
    unknowns: [
      ...(graph.cut ? [CUT] : []),
      ...(changed.some((one) => goesOn(catalog, one)) ? [GOES_ON] : []),
    ],
    queries: [`${doomed.with}\nSELECT ${counts.join(",\n")}`],
  };
}

const CUT = {
  what: "What else falls with it?",
  why: "More tables hang on it than are followed.",
  resolve: "Follow the foreign keys from the last table that is listed.",
};

const GOES_ON = {
  what: "What else changes with it?",
  why: "Columns that change by a key are referred to by another one, which isn't followed.",
  resolve: "Follow the foreign keys from the tables that are changed.",
};

/** Whether the columns that change are themselves referred to. */
const goesOn = (catalog: Catalog, { child, edges }: Left): boolean => {
  const { up, down } = catalog.familyOf(child);
  const columns = edges.flatMap(({ key }) => key.childColumns);
  return catalog.keys.some(
    ({ parent, parentColumns }) =>
      (up.includes(parent) || down.includes(parent)) &&
      parentColumns.some((column) => columns.includes(column)),
  );
};

interface Left {
  readonly child: number;
  readonly action: "refuse" | "change";
  readonly edges: readonly Edge[];
}
type Counted = Left & { readonly count: number };

const refuses = ({ action }: Left): boolean => action === "refuse";

/** A table that refers by several keys is counted once; by which of them isn't told apart. */
const namesOf = (edges: readonly Edge[]): string => edges.map(({ key }) => key.name).join(", ");

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
      via: namesOf(edges),
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
  const by = `${namesOf(first.edges)}${key.deferred ? ", judged when the transaction ends" : ""}`;
  const outcome = isDelete(hit)
    ? { value: "will_fail" as const, because: `${rows} still refer to it (${by}).` }
    : {
        value: "unknown" as const,
        because: `${rows} refer to the columns that it sets (${by}): it fails if their values change.`,
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
