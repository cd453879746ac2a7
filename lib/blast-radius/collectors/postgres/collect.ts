import type { CountFact } from "@/lib/contract/blast-radius";
import type { EnvironmentKind } from "@/lib/core/operation";
import { TooManyAtOnce, TooSlow, type ReadOnlySession } from "@/lib/core/read-only-session";
import { abbreviate, visibleText } from "@/lib/core/untrusted-text";
import { countFact, unknownCount } from "../../facts";
import {
  LISTED_MAX,
  quoted,
  type Declared,
  type Evidence,
  type ImpactedResource,
} from "../../findings";
import type { Collector, Measurement } from "../../measurement";
import { parsePostgres } from "../../sql/parse";
import { SqlParseError } from "../../sql/parse-error";
import { nameOf } from "./catalog";
import { UNCOUNTED, type Count } from "./count";
import { NO_IMPACT, type StatementImpact, type TableImpact } from "./impact";
import { measureScript } from "./measure";

/** A live database that an admin registered; opened for one measurement. */
export interface PostgresSource {
  readonly id: string;
  readonly name: string;
  readonly environment: { readonly slug: string; readonly kind: EnvironmentKind };
  /** Throws where it can't be reached, and TooManyAtOnce where it isn't even tried. */
  open(): Promise<ReadOnlySession & { close(): Promise<void> }>;
}

/** The database in which the operation's resource lives, or null where none is registered. */
export type SourceOf = (declared: Declared) => Promise<PostgresSource | null>;

/** Counts what PostgreSQL's SQL would hit, in the live database, by SELECTs alone. */
export const postgresCollector =
  (sourceOf: SourceOf): Collector =>
  async (declared, findings) => {
    if (findings.sql?.dialect !== "postgresql") return null;
    const source = await sourceOf(declared);
    return source && measureIn(source, declared, findings.sql.text);
  };

/** Beyond what the session itself may take: for the parser, which all submissions share. */
const COLLECT_MS_MAX = 5_500;

async function measureIn(
  source: PostgresSource,
  declared: Declared,
  script: string,
): Promise<Measurement> {
  try {
    return await inTime(async () => {
      const statements = await parsePostgres(script); // before there is a session that waits for it
      const session = await source.open();
      try {
        const identity = await identify(session);
        const impacts = await measureScript(session, statements);
        return asMeasurement(source, declared, identity, impacts);
      } finally {
        await session.close();
      }
    });
  } catch (error) {
    const what = "How much does it hit in the live database?";
    return { ...NOTHING, unknowns: [{ what, ...whyNot(error, source.name) }] };
  }
}

/** What isn't done by then is left to end by itself, as the session does. */
async function inTime<T>(work: () => Promise<T>): Promise<T> {
  let timer;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new TooSlow("the time is up")), COLLECT_MS_MAX);
  });
  try {
    return await Promise.race([work(), late]);
  } finally {
    clearTimeout(timer);
  }
}

/** The driver's message may quote a secret, so it goes nowhere. */
function whyNot(error: unknown, name: string): { why: string; resolve: string } {
  if (error instanceof SqlParseError)
    return { why: error.message, resolve: "Ask for a smaller or simpler script." };
  if (error instanceof TooManyAtOnce)
    return {
      why: `Too many measurements are under way to look into ${name} too.`,
      resolve: "Recompute in a moment, or count by hand.",
    };
  if (error instanceof TooSlow)
    return {
      why: `Looking into the database registered as ${name} took too long.`,
      resolve: "Recompute when it is less busy, or count by hand.",
    };
  return {
    why: `The database registered as ${name} couldn't be looked into just now.`,
    resolve: "Recompute when it can be reached again, or count by hand.",
  };
}

const NOTHING: Measurement = {
  resources: [],
  targets: null,
  figures: {},
  outcome: null,
  environments: null,
  reversibility: null,
  headline: null,
  verdicts: [],
  answered: [],
  unknowns: [],
  evidence: [],
};

interface Identity {
  readonly database: string;
  readonly version: string;
  readonly address: string | null;
}

async function identify(session: ReadOnlySession): Promise<Identity | null> {
  const [identity] = await session.query<Identity>(
    `SELECT current_database()::text AS database, current_setting('server_version') AS version,
      host(inet_server_addr()) || ':' || inet_server_port() AS address`,
  );
  return identity ?? null;
}

function asMeasurement(
  source: PostgresSource,
  declared: Declared,
  identity: Identity | null,
  impacts: readonly StatementImpact[],
): Measurement {
  const evidence = evidenceOf(source, declared, identity, impacts);
  const from = {
    assurance: "observed" as const,
    evidence: [evidence[0]?.id ?? ""],
    at: declared.now,
  };
  const fact = ({ value, bound }: Count): CountFact =>
    value === null ? unknownCount(declared.now, "observed") : countFact(value, bound, from);
  const tables = mergeTables(impacts);
  const whole = impacts.every(({ unknowns }) => unknowns.length === 0);
  const deleted = sumOf(tables.filter(isDeletion), whole);
  const modified = sumOf(
    tables.filter((one) => !isDeletion(one)),
    whole,
  );
  const outcome = outcomeOf(impacts);
  return {
    resources: tables.slice(0, LISTED_MAX).map((impact) => ({
      ...asResource(impact),
      records: fact(impact.count),
      bytes: fact(impact.bytes),
      assurance: "observed",
      evidence: from.evidence,
    })),
    targets: whole ? { count: tables.length, bound: "exact" } : null,
    figures: {
      records_deleted: fact(deleted),
      records_modified: fact(modified),
      bytes: fact(
        sumOf(
          tables.filter(isDeletion).map((one) => ({ ...one, count: one.bytes })),
          whole,
        ),
      ),
    },
    outcome,
    environments: {
      value: [source.environment.slug],
      bound: "exact",
      assurance: "observed",
      evidence: from.evidence,
      as_of: declared.now.toISOString(),
    },
    reversibility: null,
    headline: whole ? headlineOf(source, tables, deleted, modified, outcome) : null,
    verdicts: [],
    answered: whole ? ["records", "environment"] : ["environment"],
    unknowns: impacts.flatMap(({ unknowns }) =>
      unknowns.map(({ what, why, resolve }) => ({
        what: quoted(what),
        why: quoted(why),
        resolve,
      })),
    ),
    evidence,
  };
}

/** After a statement that fails, the others may still run: that is up to what executes them. */
function outcomeOf(impacts: readonly StatementImpact[]): StatementImpact["outcome"] {
  const failing = impacts.find(({ outcome }) => outcome.value === "will_fail");
  const unsure = impacts.find(({ outcome }) => outcome.value === "unknown");
  const { value, because } = (failing ?? unsure ?? NO_IMPACT).outcome;
  const said = because === null ? null : quoted(because);
  return failing && impacts.length > 1
    ? { value: "unknown", because: `One statement would fail, the others may run: ${said}` }
    : { value, because: said };
}

const isDeletion = ({ action }: TableImpact) => action === "delete" || action === "truncate";

/** A row that two statements take is counted twice: together they take at most so many. */
function mergeTables(impacts: readonly StatementImpact[]): TableImpact[] {
  const merged = new Map<string, TableImpact>();
  for (const impact of impacts.flatMap(({ tables }) => tables)) {
    const key = `${impact.table.oid} ${isDeletion(impact)}`;
    const before = merged.get(key);
    if (!before) merged.set(key, impact);
    else
      merged.set(key, {
        ...before,
        role: before.role === "target" ? "target" : impact.role,
        count:
          before.count.value === null || impact.count.value === null
            ? UNCOUNTED
            : {
                value: before.count.value + impact.count.value,
                bound: weakest(["at_most", before.count.bound, impact.count.bound]),
              },
      });
  }
  return [...merged.values()];
}

/** What can be said of a sum. */
function weakest(bounds: readonly Count["bound"][]): Count["bound"] {
  const has = (bound: Count["bound"]) => bounds.includes(bound);
  if (has("unknown")) return "unknown";
  if (has("estimate") || (has("at_least") && has("at_most"))) return "estimate";
  return has("at_least") ? "at_least" : has("at_most") ? "at_most" : "exact";
}

/** With something uncounted beside them, at least that much. */
function sumOf(impacts: readonly TableImpact[], whole: boolean): Count {
  const counted = impacts.filter(({ count }) => count.value !== null);
  if (counted.length === 0 && (impacts.length > 0 || !whole)) return UNCOUNTED;
  const value = counted.reduce((sum, { count }) => sum + (count.value ?? 0), 0);
  const isAll = whole && counted.length === impacts.length;
  const bounds = counted.map(({ count }) => count.bound);
  return { value, bound: weakest(isAll ? bounds : [...bounds, "at_least"]) };
}

function asResource(
  impact: TableImpact,
): Omit<ImpactedResource, "records" | "bytes" | "assurance" | "evidence"> {
  const { table, role, action, depth, via } = impact;
  return {
    id: quoted(nameOf(table)),
    type: "postgresql.table",
    name: null,
    provider: "postgresql",
    role,
    stateful: true,
    action,
    depth,
    via: via === null ? null : quoted(via),
    protections: [],
  };
}

function headlineOf(
  source: PostgresSource,
  tables: readonly TableImpact[],
  deleted: Count,
  modified: Count,
  outcome: StatementImpact["outcome"],
): string {
  const parts = [
    phrase("Deletes", deleted, tables.filter(isDeletion).length),
    phrase("Changes", modified, tables.filter((one) => !isDeletion(one)).length),
  ].filter((part) => part !== null);
  const what =
    parts.length > 0 ? parts.join(", ").replace(", Changes", ", changes") : "Hits no row";
  const fate = outcome.value === "will_fail" ? ` It would fail: ${outcome.because}` : "";
  return `${what} of ${quoted(source.environment.slug)}.${fate}`;
}

const BOUNDS: Readonly<Record<Count["bound"], string>> = {
  exact: "",
  estimate: "about ",
  at_least: "at least ",
  at_most: "at most ",
  unknown: "",
};

function phrase(verb: string, { value, bound }: Count, tables: number): string | null {
  if (value === null || tables === 0) return null;
  const rows = `${BOUNDS[bound]}${value.toLocaleString("en-US")} ${value === 1 ? "row" : "rows"}`;
  return `${verb} ${rows} in ${tables} ${tables === 1 ? "table" : "tables"}`;
}

const QUERY_SHOWN = { head: 6_000, tail: 1_000 };

/** As it was run, line by line, with nothing in it that could look like something else. */
function shownQuery(text: string): string {
  const { head, hidden, tail } = abbreviate(text, QUERY_SHOWN);
  const between = hidden === 0 ? "" : `\n…(${hidden} more)…\n`;
  return `${visibleText(head, { multiline: true })}${between}${visibleText(tail, { multiline: true })}`;
}

function evidenceOf(
  source: PostgresSource,
  declared: Declared,
  identity: Identity | null,
  impacts: readonly StatementImpact[],
): Evidence[] {
  const where = identity
    ? `${identity.database} at ${identity.address ?? "its host"}, PostgreSQL ${identity.version}`
    : "its database";
  return [
    {
      id: source.id,
      source: "observed",
      tool: quoted(`Read-only connection ${source.name}: ${where}`),
      query: shownQuery(impacts.flatMap(({ queries }) => queries).join(";\n\n")),
      at: declared.now.toISOString(),
      digest: null,
    },
  ];
}
