import type { Node } from "libpg-query";
import { ADDS, BACK, DEFINITION, UNKNOWN_UNDO } from "./act";
import { HARMLESS_FUNCTIONS } from "./harmless-functions";
import { objectName } from "./object-name";
import { addAct, askAbout, type StatementContext } from "./statement-context";
import { statementText } from "./statement-source";
import type { NodeOf } from "./walk-tree";

/** The text of `AS '…'` and the language, as DO and CREATE FUNCTION give them. */
function codeOf(options: readonly Node[]): { language: string | null; body: string | null } {
  let language: string | null = null;
  let body: string | null = null;
  for (const option of options) {
    if (!("DefElem" in option)) continue;
    const { defname, arg } = option.DefElem;
    if (defname === "language") language = objectName(arg);
    if (defname !== "as" || !arg) continue;
    const [only, ...more] = "List" in arg ? (arg.List.items ?? []) : [arg];
    // Two strings name a function in a C library.
    body = only && more.length === 0 && "String" in only ? (only.String.sval ?? "") : null;
  }
  return { language: language?.toLowerCase() ?? null, body };
}

/** DO runs at once. */
export function runCode(node: NodeOf<"DoStmt">, context: StatementContext): void {
  const { language, body } = codeOf(node.args ?? []);
  readBody(context, { language: language ?? "plpgsql", body, name: "DO", when: context.when });
}

export function createFunction(
  node: NodeOf<"CreateFunctionStmt">,
  context: StatementContext,
): void {
  const name = objectName(node.funcname) ?? "(not named)";
  const noun = node.is_procedure ? "procedure" : "function";
  addAct(context, {
    effect: node.replace ? "replace" : ADDS,
    phrase: `${node.replace ? "Replaces" : "Creates"} ${noun} ${name}`,
    target: { type: `postgresql.${noun}`, id: name, table: null, stateful: false },
    undo: node.replace ? DEFINITION : BACK,
  });
  if (node.sql_body) return; // BEGIN ATOMIC: its statements are in the tree
  const { language, body } = codeOf(node.options ?? []);
  readBody(context, { language, body, name, when: `When ${name} is called` });
}

export function callProcedure(node: NodeOf<"CallStmt">, context: StatementContext): void {
  const name = objectName(node.funccall?.funcname) ?? "(not named)";
  // As a call of a function it would be harmless; a procedure by the same name needn't be.
  if (HARMLESS_FUNCTIONS.has(name.replace(/^pg_catalog\./, "")))
    addAct(context, {
      effect: "unknown",
      phrase: `Calls procedure ${name}, which isn't known`,
      target: { type: "postgresql.function", id: name, table: null, stateful: null },
      undo: UNKNOWN_UNDO,
    });
  askAbout(
    context,
    `What does the procedure ${name} do?`,
    "The SQL only calls it; what it does is in the database.",
    "Read its definition: \\sf in psql, or pg_get_functiondef.",
  );
}

function readBody(
  context: StatementContext,
  code: { language: string | null; body: string | null; name: string; when: string | null },
): void {
  const { language, body, name, when } = code;
  const { reading, source, by, depth } = context;
  if (body !== null && language === "sql")
    reading.bodies.push({ language, text: body, by, when, depth: depth + 1 });
  else if (body !== null && language === "plpgsql") {
    const text = source.script.subarray(source.from, source.to).toString();
    reading.bodies.push({ language, text, by, when, depth: depth + 1 });
  } else {
    const what = `a body in ${language ?? "a language that isn't named"}`;
    addAct(context, {
      effect: "unknown",
      phrase: `${when === null ? "Runs" : "Holds"} code that can't be read (${name}: ${what})`,
      target: null,
      undo: UNKNOWN_UNDO,
    });
    askAbout(context, `What does ${name} do?`, `It has ${what}, which isn't read here.`);
  }
}

/** Text that is put together when it runs can be any statement. */
export function dynamicSql(context: StatementContext, expression: string): void {
  addAct(context, {
    effect: "unknown",
    phrase: "Runs SQL that it puts together itself",
    target: null,
    undo: UNKNOWN_UNDO,
  });
  askAbout(
    context,
    `What SQL does EXECUTE run in “${statementText(context.source).slice(0, 60)}”?`,
    `It is put together when it runs: ${expression}`,
  );
}
