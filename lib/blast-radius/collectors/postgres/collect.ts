import type { CountFact } from "@/lib/contract/blast-radius";
import type { EnvironmentKind } from "@/lib/core/operation";
import type { ReadOnlySession } from "@/lib/core/read-only-session";
import { shortText } from "@/lib/core/untrusted-text";
import { countFact, unknownCount } from "../../facts";
import {
  LISTED_MAX,
  quoted,
  type Declared,
  type Evidence,
  type ImpactedResource,
} from "../../findings";
import type { Collector, Measurement } from "../../measurement";
import { nameOf } from "./catalog";
import type { Count } from "./count";
import type { StatementImpact, TableImpact } from "./impact";
import { measureScript } from "./measure";

/** A live database that an admin registered; opened for one measurement. */
export interface PostgresSource {
  readonly id: string;
  readonly name: string;
  readonly environment: { readonly slug: string; readonly kind: EnvironmentKind };
  /** Throws where it can't be reached. */
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

async function measureIn(
  source: PostgresSource,
  declared: Declared,
  script: string,
): Promise<Measurement> {
  try {
    const session = await source.open();
    try {
      const identity = await identify(session);
      return asMeasurement(source, declared, identity, await measureScript(session, script));
    } finally {
      await session.close();
    }
  } catch {
    // The driver's message may quote a secret; that it failed is what matters here.
    return {
      ...NOTHING,
      unknowns: [
        {
          what: "How much does it hit in the live database?",
          why: `The database registered as ${source.name} couldn't be looked into just now.`,
          resolve: "Recompute when it can be reached again, or count by hand.",
        },
      ],
    };
  }
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
  const failing = impacts.find(({ outcome }) => outcome.value === "will_fail");
  const unsure = impacts.find(({ outcome }) => outcome.value === "unknown");
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
    outcome: (failing ?? unsure)?.outcome ?? { value: "will_apply", because: null },
    environments: {
      value: [source.environment.slug],
      bound: "exact",
      assurance: "observed",
      evidence: from.evidence,
      as_of: declared.now.toISOString(),
    },
    reversibility: null,
    headline: whole ? headlineOf(source, tables, deleted, modified, failing) : null,
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

const isDeletion = ({ action }: TableImpact) => action === "delete" || action === "truncate";

/** A table that two statements hit may have rows that both hit: the sum is then a guess. */
function mergeTables(impacts: readonly StatementImpact[]): TableImpact[] {
  const merged = new Map<string, TableImpact>();
  for (const impact of impacts.flatMap(({ tables }) => tables)) {
    const key = `${nameOf(impact.table)} ${isDeletion(impact)}`;
    const before = merged.get(key);
    if (!before) merged.set(key, impact);
    else
      merged.set(key, {
        ...before,
        role: before.role === "target" ? "target" : impact.role,
        count: {
          value:
            before.count.value === null || impact.count.value === null
              ? null
              : before.count.value + impact.count.value,
          bound: "estimate",
        },
      });
  }
  return [...merged.values()];
}

/** The weakest bound of all; with something uncounted beside them, at least that much. */
function sumOf(impacts: readonly TableImpact[], whole: boolean): Count {
  const counted = impacts.filter(({ count }) => count.value !== null);
  if (counted.length === 0 && (impacts.length > 0 || !whole))
    return { value: null, bound: "unknown" };
  const value = counted.reduce((sum, { count }) => sum + (count.value ?? 0), 0);
  const has = (bound: Count["bound"]) => counted.some(({ count }) => count.bound === bound);
  if (has("estimate")) return { value, bound: "estimate" };
  if (!whole || counted.length < impacts.length || has("at_least"))
    return { value, bound: "at_least" };
  return { value, bound: has("at_most") ? "at_most" : "exact" };
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
  failing: StatementImpact | undefined,
): string {
  const parts = [
    phrase("Deletes", deleted, tables.filter(isDeletion).length),
    phrase("Changes", modified, tables.filter((one) => !isDeletion(one)).length),
  ].filter((part) => part !== null);
  const what =
    parts.length > 0 ? parts.join(", ").replace(", Changes", ", changes") : "Hits no row";
  const fate = failing?.outcome.because ? ` It would fail: ${failing.outcome.because}` : "";
  return `${what} of ${quoted(source.environment.slug)}.${quoted(fate)}`;
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
      query: shortText(impacts.flatMap(({ queries }) => queries).join(";\n\n"), QUERY_SHOWN),
      at: declared.now.toISOString(),
      digest: null,
    },
  ];
}
