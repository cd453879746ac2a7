import type { RangeVar } from "libpg-query";
import { ADDS, LOST, UNKNOWN_UNDO } from "./act";
import { addAct, addRows, askAbout, tableTarget, type StatementContext } from "./statement-context";
import type { NodeOf } from "./walk-tree";

/** COPY reads or writes rows; of a program it runs whatever it is told, in the server's shell. */
export function copyRows(node: NodeOf<"CopyStmt">, context: StatementContext): void {
  if (node.is_program) {
    addAct(context, {
      effect: "unknown",
      phrase: `Runs a shell command on the database's server: ${node.filename ?? ""}`,
      target: { type: "postgresql.server", id: "(the server)", table: null, stateful: true },
      undo: UNKNOWN_UNDO,
    });
    askAbout(
      context,
      `What does the shell command ${node.filename ?? ""} do?`,
      "COPY … PROGRAM runs it as the database server's own user, who can delete all of its data.",
      "Deny, unless somebody who knows the server has read the command.",
    );
  } else if (!node.is_from && node.filename !== undefined) {
    addAct(context, {
      effect: "overwrite",
      phrase: `Overwrites file ${node.filename} on the database's server`,
      target: { type: "postgresql.file", id: node.filename, table: null, stateful: true },
      undo: LOST,
    });
  }
  if (!node.is_from) return;
  addRows(context, tableTarget(node.relation));
}

/** SELECT … INTO. */
export function selectInto(node: { rel?: RangeVar }, context: StatementContext): void {
  const target = { ...tableTarget(node.rel), stateful: false };
  addAct(context, {
    effect: ADDS,
    phrase: `Creates table ${target.id}`,
    target,
    undo: UNKNOWN_UNDO,
  });
}

/** SELECT … FOR UPDATE and its milder forms. */
export function lockRows(node: NodeOf<"LockingClause">, context: StatementContext): void {
  addAct(context, {
    effect: "stop",
    phrase: "Locks the rows that it reads, until the transaction ends",
    target: null,
    undo: { value: "reversible", because: "The locks go with the transaction." },
  });
}
