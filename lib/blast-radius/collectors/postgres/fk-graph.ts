import type { Catalog, ForeignKey } from "./catalog";

/** A table and which others' constraints speak of its rows: its ancestors' and its own parts'. */
export interface Node {
  readonly oid: number;
  readonly up: readonly number[];
  readonly down: readonly number[];
}

/** A foreign key between two nodes of the graph. */
export interface Edge {
  readonly key: ForeignKey;
  readonly from: number;
  readonly to: number;
  /** Only the parent's rows in these tables count; null: all of them. */
  readonly within: readonly number[] | null;
}

export interface Graph {
  /** The target first, then in the order in which rows fall: a table after all that it hangs on. */
  readonly components: readonly (readonly number[])[];
  readonly nodes: ReadonlyMap<number, Node>;
  readonly edges: readonly Edge[];
  /** More tables hang on it than are followed. */
  readonly cut: boolean;
}

/** A cascade over more tables than this isn't counted to its end. */
const NODES_MAX = 60;

/** All that hangs on a table's rows: those that fall with them (`follows`), and those one step further. */
export function graphFrom(
  target: number,
  catalog: Catalog,
  keys: readonly ForeignKey[],
  follows: (key: ForeignKey) => boolean,
): Graph {
  const nodes = new Map<number, Node>();
  const edges: Edge[] = [];
  const open = [target];
  let cut = false;
  for (let oid = open.shift(); oid !== undefined; oid = open.shift()) {
    if (nodes.has(oid)) continue;
    if (nodes.size === NODES_MAX) {
      cut = true;
      break;
    }
    const node = { oid, ...catalog.familyOf(oid) };
    nodes.set(oid, node);
    for (const key of keys) {
      const isWhole = node.up.includes(key.parent);
      if (!isWhole && !node.down.includes(key.parent)) continue;
      const within = isWhole ? null : catalog.familyOf(key.parent).down;
      edges.push({ key, from: oid, to: key.child, within });
      if (follows(key)) open.push(key.child);
    }
  }
  const falling = edges.filter(({ key, to }) => follows(key) && nodes.has(to));
  return { nodes, edges, cut, components: componentsOf([...nodes.keys()], falling) };
}

/** Strongly connected components in topological order (Tarjan 1972, which finds them in reverse). */
function componentsOf(oids: readonly number[], edges: readonly Edge[]): number[][] {
  const index = new Map<number, number>();
  const low = new Map<number, number>();
  const stack: number[] = [];
  const found: number[][] = [];
  const visit = (oid: number): void => {
    index.set(oid, index.size);
    low.set(oid, index.get(oid) ?? 0);
    stack.push(oid);
    for (const { to } of edges.filter(({ from }) => from === oid)) {
      if (!index.has(to)) visit(to);
      if (stack.includes(to)) low.set(oid, Math.min(low.get(oid) ?? 0, low.get(to) ?? 0));
    }
    if (low.get(oid) !== index.get(oid)) return;
    found.push(stack.splice(stack.indexOf(oid)));
  };
  for (const oid of oids) if (!index.has(oid)) visit(oid);
  return found.reverse();
}

/** How far from the target, by the shortest way that the fall takes, and by which key. */
export interface Place {
  readonly depth: number;
  readonly via: string | null;
}

/** Where each table that falls stands in the tree, in the order in which a tree is written down. */
export function placesFrom(
  target: number,
  edges: readonly Edge[],
  falls: (key: ForeignKey) => boolean,
): Map<number, Place> {
  const places = new Map<number, Place>([[target, { depth: 0, via: null }]]);
  const below = new Map<number, number[]>();
  for (const [at, { depth }] of places)
    for (const { key, from, to } of edges) {
      if (from !== at || places.has(to) || !falls(key)) continue;
      places.set(to, { depth: depth + 1, via: key.name });
      below.set(at, [...(below.get(at) ?? []), to]);
    }
  const written: number[] = [];
  const open = [target];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    written.push(at);
    open.push(...(below.get(at) ?? []).toReversed());
  }
  return new Map(written.map((oid) => [oid, places.get(oid) ?? { depth: 0, via: null }]));
}
