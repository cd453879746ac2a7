import type { ReadOnlySession } from "@/lib/core/read-only-session";
import { TRUSTED_EXTENSIONS } from "./safety";
import { identifier } from "./sql-text";

/** Code that runs when rows of a table are written; `events` as bits of pg_trigger.tgtype. */
interface Hook {
  readonly name: string;
  readonly events: number;
}

/** A table of the live database. */
export interface Table {
  readonly oid: number;
  readonly schema: string;
  readonly name: string;
  /** As in pg_class: r table, p partitioned, v view, m materialised view, f foreign. */
  readonly kind: string;
  /** The planner's own count; -1 where it was never made. */
  readonly estimate: number;
  /** A policy hides rows of it from the role that looks. */
  readonly rowSecurity: boolean;
  readonly readable: boolean;
  readonly triggers: readonly Hook[];
  readonly rules: readonly Hook[];
}

/** A foreign key: `child` refers to `parent`. Actions as in pg_constraint: a, r, c, n, d. */
export interface ForeignKey {
  readonly name: string;
  readonly child: number;
  readonly parent: number;
  readonly childColumns: readonly string[];
  readonly parentColumns: readonly string[];
  /** The key's own comparisons, parent's column first, qualified. */
  readonly operators: readonly string[];
  /** They are PostgreSQL's own, or of an extension that is known to only compare. */
  readonly comparesSafely: boolean;
  readonly onDelete: string;
  readonly onUpdate: string;
  /** Judged when the transaction ends. */
  readonly deferred: boolean;
  /** The child's columns of it may not be null. */
  readonly notNull: boolean;
}

/** `schema.table`; a part with a dot or a quote in it is quoted, since it would read as two. */
export const nameOf = ({ schema, name }: { schema: string; name: string }): string =>
  [schema, name].map((part) => (/[."]/.test(part) ? identifier(part) : part)).join(".");

const TABLE = `c.oid::int8::float8 AS oid, n.nspname AS schema, c.relname AS name, c.relkind AS kind,
    c.reltuples::float8 AS estimate, row_security_active(c.oid) AS "rowSecurity",
    has_schema_privilege(n.oid, 'USAGE') AND has_table_privilege(c.oid, 'SELECT') AS readable,
    (SELECT coalesce(jsonb_agg(jsonb_build_object('name', t.tgname, 'events', t.tgtype) ORDER BY t.tgname), '[]')
      FROM pg_trigger t WHERE t.tgrelid = c.oid AND NOT t.tgisinternal AND t.tgenabled <> 'D') AS triggers,
    (SELECT coalesce(jsonb_agg(jsonb_build_object('name', r.rulename, 'events',
        CASE r.ev_type WHEN '4' THEN 8 WHEN '2' THEN 16 ELSE 0 END) ORDER BY r.rulename), '[]')
      FROM pg_rewrite r WHERE r.ev_class = c.oid AND r.ev_type <> '1' AND r.ev_enabled <> 'D') AS rules`;
const FROM = `FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace`;

/** A relation of a name that a statement uses; `visible` without its schema. */
export type NamedTable = Table & { readonly visible: boolean };

/** All relations that a name could mean, in whatever schema where none is given. */
export const findNamed = (
  session: ReadOnlySession,
  schema: string | null,
  name: string,
): Promise<NamedTable[]> =>
  session.query<NamedTable>(
    `SELECT ${TABLE}, pg_table_is_visible(c.oid) AS visible ${FROM}
     WHERE c.relname = $2 AND ($1::text IS NULL OR n.nspname = $1) AND n.nspname !~ '^pg_(toast|temp)'
       AND c.relkind IN ('r', 'p', 'v', 'm', 'f') ORDER BY n.nspname LIMIT 10`,
    [schema, name],
  );

export const findTables = (session: ReadOnlySession, oids: readonly number[]): Promise<Table[]> =>
  session.query<Table>(`SELECT ${TABLE} ${FROM} WHERE c.oid = ANY($1::oid[])`, [oids]);

/** Ordinary and partitioned tables of schemas. */
export const findTablesIn = (
  session: ReadOnlySession,
  schemas: readonly string[],
): Promise<Table[]> =>
  session.query<Table>(
    `SELECT ${TABLE} ${FROM}
     WHERE n.nspname = ANY($1::text[]) AND c.relkind IN ('r', 'p') AND NOT c.relispartition`,
    [schemas],
  );

// A constraint on a partitioned table is repeated on each partition; the one that was declared is enough.
const FOREIGN_KEYS = `SELECT k.conname AS name, k.conrelid::int8::float8 AS child, k.confrelid::int8::float8 AS parent,
    (SELECT array_agg(a.attname::text ORDER BY o.n) FROM unnest(k.conkey) WITH ORDINALITY o (num, n)
      JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = o.num) AS "childColumns",
    (SELECT array_agg(a.attname::text ORDER BY o.n) FROM unnest(k.confkey) WITH ORDINALITY o (num, n)
      JOIN pg_attribute a ON a.attrelid = k.confrelid AND a.attnum = o.num) AS "parentColumns",
    compared.operators, compared.safely AS "comparesSafely",
    (SELECT bool_or(a.attnotnull) FROM unnest(k.conkey) num
      JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = num) AS "notNull",
    k.confdeltype AS "onDelete", k.confupdtype AS "onUpdate", k.condeferred AS deferred
  FROM pg_constraint k, LATERAL (
    SELECT array_agg(format('OPERATOR(%I.%s)', n.nspname, p.oprname) ORDER BY o.n) AS operators,
      bool_and(n.nspname = 'pg_catalog' OR EXISTS (SELECT FROM pg_depend d JOIN pg_extension e ON e.oid = d.refobjid
        WHERE d.classid = 'pg_operator'::regclass AND d.objid = p.oid AND d.deptype = 'e'
          AND d.refclassid = 'pg_extension'::regclass AND e.extname = ANY($1::text[]))) AS safely
    FROM unnest(k.conpfeqop) WITH ORDINALITY o (op, n)
      JOIN pg_operator p ON p.oid = o.op JOIN pg_namespace n ON n.oid = p.oprnamespace
  ) compared
  WHERE k.contype = 'f' AND k.conparentid = 0 ORDER BY k.conname`;

const INHERITANCE = `SELECT i.inhparent::int8::float8 AS parent, i.inhrelid::int8::float8 AS child,
    c.relkind = 'f' AS foreign, c.relispartition AS partition
  FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid`;

/** The table itself, what it is a partition or child of, and its own partitions and children. */
export interface Family {
  readonly up: readonly number[];
  readonly down: readonly number[];
}

interface Link {
  readonly parent: number;
  readonly child: number;
  readonly foreign: boolean;
  readonly partition: boolean;
}

/** How tables hang together: read once, since each question costs a round trip. */
export class Catalog {
  private readonly parents = new Map<number, Link[]>();
  private readonly children = new Map<number, Link[]>();

  private constructor(
    readonly keys: readonly ForeignKey[],
    links: readonly Link[],
  ) {
    for (const link of links) {
      this.parents.set(link.child, [...(this.parents.get(link.child) ?? []), link]);
      const siblings = this.children.get(link.parent);
      if (siblings) siblings.push(link);
      else this.children.set(link.parent, [link]);
    }
  }

  static async read(session: ReadOnlySession): Promise<Catalog> {
    const keys = await session.query<ForeignKey>(FOREIGN_KEYS, [TRUSTED_EXTENSIONS]);
    return new Catalog(keys, await session.query<Link>(INHERITANCE));
  }

  familyOf(oid: number): Family {
    return {
      up: reach(oid, (at) => this.parents.get(at)?.map(({ parent }) => parent)),
      down: reach(oid, (at) => this.children.get(at)?.map(({ child }) => child)),
    };
  }

  /** Whether rows of it, or of a part, live in another server. */
  isForeign(oid: number): boolean {
    return this.familyOf(oid).down.some((at) =>
      this.children.get(at)?.some(({ foreign }) => foreign),
    );
  }

  /** Tables that inherit from it, and would have to be dropped along. Partitions go by themselves. */
  childrenOf(oid: number): number[] {
    const links = this.children.get(oid) ?? [];
    return links.filter(({ partition }) => !partition).map(({ child }) => child);
  }
}

function reach(oid: number, next: (at: number) => number[] | undefined): number[] {
  const found = new Set([oid]);
  for (const at of found) for (const further of next(at) ?? []) found.add(further);
  return [...found];
}
