import type { Table } from "./catalog";
import { UNCOUNTED, type Count } from "./count";

/** What one statement does to one table. */
export interface TableImpact {
  readonly table: Table;
  readonly role: "target" | "cascade" | "dependent";
  readonly action: "delete" | "overwrite" | "truncate" | "detach";
  readonly count: Count;
  readonly bytes: Count;
  readonly depth: number;
  /** The constraint by which it is reached. */
  readonly via: string | null;
}

/** What one statement does, as far as the live database says. */
export interface StatementImpact {
  readonly tables: readonly TableImpact[];
  readonly outcome: {
    readonly value: "will_apply" | "will_fail" | "unknown";
    readonly because: string | null;
  };
  readonly unknowns: readonly {
    readonly what: string;
    readonly why: string;
    readonly resolve: string;
  }[];
  /** The queries that were run, for the evidence. */
  readonly queries: readonly string[];
}

export const impactOn = (table: Table, rest: Partial<TableImpact>): TableImpact => ({
  table,
  role: "target",
  action: "delete",
  count: UNCOUNTED,
  bytes: UNCOUNTED,
  depth: 0,
  via: null,
  ...rest,
});

export const uncounted = (what: string, why: string): StatementImpact => ({
  tables: [],
  outcome: { value: "unknown", because: null },
  queries: [],
  unknowns: [
    { what, why, resolve: "Have it counted by somebody who knows the database, or deny." },
  ],
});

/** What may happen beyond what rows and keys say: triggers and rules run code of their own. */
export const codeOn = (tables: readonly Table[]): StatementImpact["unknowns"] =>
  tables.flatMap(({ schema, name, triggers, rules }) => [
    ...triggers.slice(0, 5).map((trigger) => ({
      what: `What does the trigger ${trigger} on ${schema}.${name} do?`,
      why: "It runs code of its own when the statement runs; that isn't counted.",
      resolve: "Read the trigger's function.",
    })),
    ...rules.slice(0, 5).map((rule) => ({
      what: `What does the rule ${rule} on ${schema}.${name} make of the statement?`,
      why: "A rule may run another statement instead.",
      resolve: "Read the rule.",
    })),
  ]);
