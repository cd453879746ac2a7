import { ask, noteAct, UNKNOWN_UNDO, type Reading, type SqlAct, type SqlTarget } from "./act";
import { objectName } from "./object-name";
import { effectOfRows } from "./obeyed-tables";
import type { StatementSource } from "./statement-source";

/** Where in a script a part of a statement stands. */
export interface StatementContext {
  readonly reading: Reading;
  readonly source: StatementSource;
  /** The outermost statement of its text: what follows in it belongs to it. */
  readonly isOutermost: boolean;
  /** The statement, as written, fit to be shown. */
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
  const phrase = cut(when === null ? act.phrase : `${when}: ${lowerFirst(act.phrase)}`);
  const target = act.target && { ...act.target, id: cut(act.target.id) };
  noteAct(reading, { cascades: false, ...act, phrase, target, by });
}

/** Far beyond what is shown: a value of 1 MiB isn't carried along, and looked through, in each text. */
const CARRIED_MAX = 2_000;
const cut = (text: string) => (text.length > CARRIED_MAX ? `${text.slice(0, CARRIED_MAX)}…` : text);

export const askAbout = (
  { reading }: StatementContext,
  what: string,
  why: string,
  resolve = "Deny, and ask the agent for SQL that says only what it will do.",
): void => ask(reading, { what: cut(what), why: cut(why), resolve });

/** A table as a target; a bare name that can't be read is said to be unnamed. */
export function tableTarget(relation: unknown): SqlTarget {
  const id = objectName(relation) ?? "(not named)";
  return { type: "postgresql.table", id, table: id, stateful: true };
}

/** Rows that are added to a table, `from` where it isn't plain. */
export function addRows(context: StatementContext, target: SqlTarget, from = ""): void {
  const { effect, why } = effectOfRows("postgresql", target.id);
  addAct(context, {
    effect,
    phrase: `Adds rows to ${target.id}${from}`,
    target,
    undo: UNKNOWN_UNDO,
  });
  if (why !== null) askAbout(context, `What follows from new rows of ${target.id}?`, why);
}

export const lowerFirst = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);
