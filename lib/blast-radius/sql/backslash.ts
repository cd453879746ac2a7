import { ask, noteAct, UNKNOWN_UNDO, type Reading } from "./act";

/**
 * Whether a backslash before a quote keeps text from ending is up to a setting of the server's: read the
 * other way, text ends elsewhere, and what stood in it is a statement.
 */
export function doubtBackslashes(sql: string, reading: Reading, unless: string): void {
  if (!/\\['"]/.test(sql)) return;
  noteAct(reading, {
    effect: "unknown",
    phrase: "May hold other statements, where the server reads backslashes otherwise",
    target: null,
    undo: UNKNOWN_UNDO,
    cascades: false,
    by: "\\'",
  });
  ask(reading, {
    what: "Does the server read a backslash before a quote as it was read here?",
    why: `${unless}, and then text ends elsewhere than was read here.`,
    resolve: "Ask the agent for SQL without a backslash before a quote.",
  });
}
