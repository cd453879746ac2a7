import { nameOf, type Table } from "./catalog";
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
  /** Tables that its conditions look at, beside those that it hits. */
  readonly reads: readonly number[];
  /** Tables that get rows which aren't counted. */
  readonly fills: readonly number[];
  /** Tables whose rows it fails by. */
  readonly heldBy: readonly number[];
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

export const NO_IMPACT: StatementImpact = {
  tables: [],
  outcome: { value: "will_apply", because: null },
  unknowns: [],
  reads: [],
  fills: [],
  heldBy: [],
  queries: [],
};

export const uncounted = (what: string, why: string): StatementImpact => ({
  ...NO_IMPACT,
  outcome: { value: "unknown", because: null },
  unknowns: [
    { what, why, resolve: "Have it counted by somebody who knows the database, or deny." },
  ],
});

type Event = TableImpact["action"] | "insert";

const EVENTS: Readonly<Record<Event, number>> = {
  insert: 4,
  delete: 8,
  overwrite: 16,
  detach: 16,
  truncate: 32,
};
const HOOKS_LISTED_MAX = 5;

/** What may happen beyond what rows and keys say: triggers and rules run code of their own. */
export function codeOn(
  impacts: readonly { readonly table: Table; readonly action: Event }[],
): StatementImpact["unknowns"] {
  return impacts.flatMap(({ table, action }) => {
    const runs = ({ events }: { events: number }) => (events & EVENTS[action]) !== 0;
    return [
      ...table.triggers
        .filter(runs)
        .slice(0, HOOKS_LISTED_MAX)
        .map(({ name }) => ({
          what: `What does the trigger ${name} on ${nameOf(table)} do?`,
          why: "It runs code of its own when the statement runs; that isn't counted.",
          resolve: "Read the trigger's function.",
        })),
      ...table.rules
        .filter(runs)
        .slice(0, HOOKS_LISTED_MAX)
        .map(({ name }) => ({
          what: `What does the rule ${name} on ${nameOf(table)} make of the statement?`,
          why: "A rule may run another statement instead.",
          resolve: "Read the rule.",
        })),
    ];
  });
}
