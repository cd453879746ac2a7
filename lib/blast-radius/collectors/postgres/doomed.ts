import type { ForeignKey, Table } from "./catalog";
import type { Edge, Graph } from "./fk-graph";
import { identifier, qualified } from "./sql-text";

const REL = identifier("#rel");
const ROW = identifier("#row");
const SEED = identifier("#seed");

/** The rows of each table that fall, as one WITH: every row once, however many ways lead to it. */
export class DoomedRows {
  private readonly parts: string[] = [];
  private recursive = false;

  /** `seed` selects the target's rows: `#rel`, `#row`, and the columns that keys refer to. */
  constructor(
    private readonly graph: Graph,
    private readonly tables: ReadonlyMap<number, Table>,
    private readonly falls: (key: ForeignKey) => boolean,
    private readonly target: number,
    seed: string,
  ) {
    this.parts.push(`${SEED} AS (${seed})`);
    for (const component of graph.components) this.add(component);
  }

  get with(): string {
    return `WITH ${this.recursive ? "RECURSIVE " : ""}${this.parts.join(",\n")}`;
  }

  nameOf = (oid: number): string => identifier(`#doomed ${oid}`);

  /** The columns that some key refers to, of which each doomed set holds the values. */
  columnsOf(oid: number): string[] {
    return referredColumns(this.graph, oid);
  }

  private tableText(oid: number): string {
    const table = this.tables.get(oid);
    if (!table) throw new Error(`table ${oid} was not looked up`);
    return qualified(table);
  }

  private rowOf = (oid: number, alias: string): string =>
    [
      `${alias}.tableoid AS ${REL}`,
      `${alias}.ctid AS ${ROW}`,
      ...this.columnsOf(oid).map((name) => `${alias}.${identifier(name)}`),
    ].join(", ");

  /** What is only counted needn't be written down: of a large table that is most of the work. */
  private kept = (oid: number): string =>
    this.graph.edges.some(({ from }) => from === oid) ? "MATERIALIZED " : "";

  private incoming = (oid: number): Edge[] =>
    this.graph.edges.filter(({ key, to }) => to === oid && this.falls(key));

  private add(component: readonly number[]): void {
    const [oid = 0] = component;
    if (component.length > 1) return this.addCycle(component);
    const seeds = this.seedsOf(oid, component);
    const own = this.incoming(oid).filter(({ from }) => from === oid);
    if (own.length === 0) {
      this.parts.push(`${this.nameOf(oid)} AS ${this.kept(oid)}(${seeds.join("\nUNION\n")})`);
      return;
    }
    this.recursive = true;
    const meets = own.map((edge) => `(${this.meets(edge)})`).join(" OR ");
    const step = `SELECT ${this.rowOf(oid, "x")} FROM ${this.tableText(oid)} x JOIN ${this.nameOf(oid)} p ON ${meets}`;
    this.parts.push(
      `${this.nameOf(oid)} AS (SELECT * FROM (${seeds.join("\nUNION\n")}) s\nUNION\n${step})`,
    );
  }

  /** Where the target's rows, or those of tables before this one, begin it. */
  private seedsOf(oid: number, component: readonly number[]): string[] {
    const seeds = this.incoming(oid)
      .filter(({ from }) => !component.includes(from))
      .map(
        (edge) =>
          `SELECT ${this.rowOf(oid, "x")} FROM ${this.tableText(oid)} x JOIN ${this.nameOf(edge.from)} p ON ${this.meets(edge)}`,
      );
    if (oid === this.target) seeds.unshift(`SELECT * FROM ${SEED}`);
    return seeds.length > 0
      ? seeds
      : [`SELECT ${this.rowOf(oid, "x")} FROM ${this.tableText(oid)} x WHERE false`];
  }

  /** Several tables in a ring: PostgreSQL wants one recursive reference, so all of them share one set. */
  private addCycle(component: readonly number[]): void {
    this.recursive = true;
    const ring = identifier(`#ring ${component[0]}`);
    const seeds = component.flatMap((oid) =>
      this.seedsOf(oid, component).map(
        (seed) => `SELECT ${oid}::int8 AS node, s.${REL}, s.${ROW} FROM (${seed}) s`,
      ),
    );
    const steps = component.flatMap((oid) =>
      this.incoming(oid)
        .filter(({ from }) => component.includes(from))
        .map(
          (edge) =>
            `SELECT ${oid}::int8 AS node, x.tableoid AS ${REL}, x.ctid AS ${ROW}
             FROM ${this.tableText(oid)} x JOIN ${this.tableText(edge.from)} p ON ${this.meets(edge, "p.tableoid")}
             WHERE r.node = ${edge.from} AND p.tableoid = r.${REL} AND p.ctid = r.${ROW}`,
        ),
    );
    this.parts.push(
      `${ring} AS (SELECT * FROM (${seeds.join("\nUNION\n")}) s\nUNION\nSELECT n.* FROM ${ring} r CROSS JOIN LATERAL (${steps.join("\nUNION ALL\n")}) n)`,
    );
    for (const oid of component)
      this.parts.push(
        `${this.nameOf(oid)} AS ${this.kept(oid)}(SELECT ${this.rowOf(oid, "x")} FROM ${this.tableText(oid)} x
          JOIN ${ring} r ON r.node = ${oid} AND r.${REL} = x.tableoid AND r.${ROW} = x.ctid)`,
      );
  }

  /** The child's row `x` refers to the parent's row `p`. */
  private meets({ key, within }: Edge, parentRel = `p.${REL}`): string {
    const equal = key.childColumns.map(
      (name, i) =>
        `p.${identifier(key.parentColumns[i] ?? "")} ${key.operators[i]} x.${identifier(name)}`,
    );
    if (within) equal.push(`${parentRel} IN (${within.join(", ")})`);
    return equal.join(" AND ");
  }

  countOf = (oid: number): string => `SELECT count(*) FROM ${this.nameOf(oid)}`;

  /** Rows of a table that refer, by these keys, to rows that fall, and don't fall themselves. */
  countLeft(child: number, edges: readonly Edge[]): string {
    const referring = edges.map(
      (edge) =>
        `SELECT x.tableoid AS ${REL}, x.ctid AS ${ROW} FROM ${this.tableText(child)} x JOIN ${this.nameOf(edge.from)} p ON ${this.meets(edge)}`,
    );
    const left = this.graph.nodes.has(child)
      ? ` WHERE NOT EXISTS (SELECT 1 FROM ${this.nameOf(child)} d WHERE d.${REL} = m.${REL} AND d.${ROW} = m.${ROW})`
      : "";
    return `SELECT count(*) FROM (${referring.join("\nUNION\n")}) m${left}`;
  }
}

export const referredColumns = (graph: Graph, oid: number): string[] => [
  ...new Set(
    graph.edges.filter(({ from }) => from === oid).flatMap(({ key }) => key.parentColumns),
  ),
];

/** The target list of a seed, over the statement's own alias. */
export const seedColumns = (graph: Graph, oid: number): readonly (readonly [string, string])[] => [
  ["tableoid", "#rel"],
  ["ctid", "#row"],
  ...referredColumns(graph, oid).map((name) => [name, name] as const),
];
