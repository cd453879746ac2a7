import { ask, type Reading, type SqlAct, type SqlTarget } from "./act";
import { objectName } from "./object-name";
import type { StatementSource } from "./statement-source";

/** Where in a script a part of a statement stands. */
export interface StatementContext {
  readonly reading: Reading;
  readonly source: StatementSource;
  /** The outermost statement of its text: what follows in it belongs to it. */
  readonly isOutermost: boolean;
  /** The statement, as written. */
  readonly by: string;
  /** When it runs, if not with the script: "When f is called". */
  readonly when: string | null;
  /** How many bodies of code it stands in. */
  readonly depth: number;
}

export function addAct(
  { reading, by, when }: StatementContext,
  act: Omit<SqlAct, "by" | "cascades"> & { readonly cascades?: boolean },
): void {
  const phrase = when === null ? act.phrase : `${when}: ${lowerFirst(act.phrase)}`;
  reading.acts.push({ cascades: false, ...act, phrase, by });
}

export const askAbout = (
  { reading }: StatementContext,
  what: string,
  why: string,
  resolve = "Deny, and ask the agent for SQL that says only what it will do.",
): void => ask(reading, { what, why, resolve });

/** A table as a target; a bare name that can't be read is said to be unnamed. */
export function tableTarget(relation: unknown): SqlTarget {
  const id = objectName(relation) ?? "(not named)";
  return { type: "postgresql.table", id, table: id, stateful: true };
}

export const lowerFirst = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);
