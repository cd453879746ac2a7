import type { CountFact } from "@/lib/contract/blast-radius";
import { abbreviate, visibleText } from "@/lib/core/untrusted-text";
import { countFact, unknownCount } from "../../facts";
import {
  LISTED_MAX,
  quoted,
  type Declared,
  type Evidence,
  type ImpactedResource,
} from "../../findings";
import type { Measurement } from "../../measurement";
import { nameOf } from "./catalog";
import { UNCOUNTED, type Count } from "./count";
import { NO_IMPACT, type StatementImpact, type TableImpact } from "./impact";
import type { Identity, PostgresSource } from "./source";

/** What was counted, as facts that were observed, with the queries as evidence. */
export function asMeasurement(
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
    targets: whole ? { count: tables.length, bound: "exact", observedBy: source.id } : null,
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
