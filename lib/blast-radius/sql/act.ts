import type { EffectKind, Reversibility } from "@/lib/core/impact";
import type { Unknown } from "../findings";
import { SqlParseError } from "./parse-error";

/** Something in a database, under the name that the SQL gives it. */
export interface SqlTarget {
  /** `postgresql.table` */
  readonly type: string;
  /** As written, folded as the dialect folds names: `orders`, `public.orders`. */
  readonly id: string;
  /** The table (or view) that it belongs to: what an approval would name. */
  readonly table: string | null;
  /** Whether it holds data that can't be made again from a definition; null: not known. */
  readonly stateful: boolean | null;
}

export interface Undo {
  readonly value: Reversibility;
  readonly because: string;
}

/** One thing that a statement does to one target. */
export interface SqlAct {
  readonly effect: EffectKind;
  /** As the beginning of a sentence: "Deletes every row of orders". Of raw text; bounded where it is shown. */
  readonly phrase: string;
  readonly target: SqlTarget | null;
  readonly undo: Undo;
  /** What depends on the target goes along, named or not. */
  readonly cascades: boolean;
  /** The statement, as written, fit to be shown: once for all that it does. */
  readonly by: string;
}

/** A body of code within a statement: its text has to be parsed by itself. */
export interface CodeBody {
  readonly language: "sql" | "plpgsql";
  readonly text: string;
  /** The statement that holds it. */
  readonly by: string;
  /** When it runs, before a phrase; null: with its statement. */
  readonly when: string | null;
  readonly depth: number;
}

/** What was found out about a script so far. */
export interface Reading {
  readonly acts: SqlAct[];
  /** By what they ask: the same question is asked once. */
  readonly unknowns: Map<string, Unknown>;
  readonly bodies: CodeBody[];
  /** Names of the statements that the script prepares. */
  readonly prepared: Set<string>;
  /** `column = 'value'`, wherever it stands: what a parameter of the same name is held against. */
  readonly comparisons: Comparison[];
}

export interface Comparison {
  readonly column: string;
  readonly value: string;
}

/** What a script was found to do. */
export interface SqlReading {
  /** How many statements stand in it, without those in bodies of code. */
  readonly statements: number;
  readonly acts: readonly SqlAct[];
  readonly unknowns: ReadonlyMap<string, Unknown>;
  readonly comparisons: readonly Comparison[];
}

export const newReading = (): Reading => ({
  acts: [],
  unknowns: new Map(),
  bodies: [],
  prepared: new Set(),
  comparisons: [],
});

/** More than anybody reads; to sort and show them all would hold up everybody else. */
const ACTS_MAX = 2_000;

/** Throws SqlParseError past the limit: a list that is cut could lose the worst. */
export function noteAct({ acts }: Reading, act: SqlAct): void {
  if (acts.length >= ACTS_MAX)
    throw new SqlParseError("too_large", `It does more than ${ACTS_MAX} things.`);
  acts.push(act);
}

export const ask = (reading: Reading, unknown: Unknown): void => {
  if (!reading.unknowns.has(unknown.what)) reading.unknowns.set(unknown.what, unknown);
};

/** What only adds. What reacts to it (triggers, event triggers, rules) is a question of its own. */
export const ADDS: EffectKind = "create";

export const LOST: Undo = {
  value: "irreversible",
  because: "Once it is committed, PostgreSQL keeps no copy that SQL could bring back.",
};
export const UNKNOWN_UNDO: Undo = {
  value: "unknown",
  because: "Nothing in the SQL shows whether it can be undone.",
};
export const DEFINITION: Undo = {
  value: "unknown",
  because: "It holds no rows, but whether its definition is kept elsewhere isn't known.",
};
export const BACK: Undo = {
  value: "reversible",
  because: "A statement of the same kind takes it back.",
};
