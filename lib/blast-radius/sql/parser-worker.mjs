// The worker in which PostgreSQL's own parser (as WebAssembly) and MySQL's run. Plain JavaScript, so that it starts
// as it lies here, from the sources as from each bundle; see parser-thread.ts.
import { parentPort } from "node:worker_threads";
import { loadModule, parsePlPgSQLSync, parseSync, SqlError } from "libpg-query";

/** @typedef {import("./parser-thread").Question} Question */
/** @typedef {import("./parser-thread").Answer} Answer */

const PARSE = {
  sql: parseSync,
  plpgsql: parsePlPgSQLSync,
  async mysql(text) {
    // A second of loading, for who has MySQL only.
    const { default: mysql } = await import("node-sql-parser/build/mysql.js");
    return { stmts: [new mysql.Parser().parse(text).ast].flat() };
  },
  sql_layout: (text) => layOut(text, "postgresql", parseSync),
  mysql_layout: (text) => layOut(text, "mysql", (of) => PARSE.mysql(of)),
};

/** Where a thing stands in the text, which is all that a layout may change of a tree. */
const PLACES = new Set(
  "location stmt_location stmt_len list_start list_end rexpr_list_start rexpr_list_end".split(" "),
);

/** Null where the parser reads the layout otherwise than the text. */
async function layOut(text, language, parse) {
  const { format } = await import("sql-formatter");
  const laidOut = format(text, { language, expressionWidth: 80 });
  const meaning = async (of) =>
    JSON.stringify(await parse(of), (name, value) => (PLACES.has(name) ? undefined : value));
  return { text: (await meaning(text)) === (await meaning(laidOut)) ? laidOut : null };
}

/** @param {Question} question @returns {Promise<Answer>} */
async function answer({ language, text, limits }) {
  try {
    const tree = await PARSE[language](text);
    const broken = brokenLimit(tree, limits);
    return broken ? { code: broken } : { tree: JSON.stringify(tree) };
  } catch (error) {
    return faultOf(error, text);
  }
}

/** @returns {Answer} */
function faultOf(error, text) {
  // The parser's stack is full: 10,000 open brackets.
  if (error instanceof Error && error.message.startsWith("memory exhausted"))
    return { code: "too_deep" };
  if (error instanceof SqlError)
    return { code: "syntax", position: error.sqlDetails?.cursorPosition };
  // WebAssembly's stack, or ours; what is left of the parser can't be trusted any more.
  if (error instanceof RangeError) return { code: "too_deep", spoilt: true };
  if (error instanceof WebAssembly.RuntimeError) return { code: "unavailable", spoilt: true };
  const offset = error.location?.start?.offset;
  return typeof offset === "number"
    ? { code: "syntax", position: Array.from(text.slice(0, offset)).length }
    : { code: "syntax" };
}

/** Without recursion: how deep the tree is isn't known yet. */
function brokenLimit(tree, { statementsMax, nodesMax, depthMax }) {
  if ((tree.stmts?.length ?? 0) > statementsMax) return "too_many_statements";
  const waiting = [tree];
  const depths = [0];
  let nodes = 0;
  for (let node = waiting.pop(); node; node = waiting.pop()) {
    const depth = depths.pop() ?? 0;
    if (depth > depthMax) return "too_deep";
    if (++nodes > nodesMax) return "too_large";
    for (const member of Object.values(node))
      if (typeof member === "object" && member !== null) {
        waiting.push(member);
        depths.push(depth + 1);
      }
  }
  return null;
}

await loadModule();
parentPort?.on("message", (question) => {
  void answer(question).then((reply) => parentPort?.postMessage(reply));
});
parentPort?.postMessage("ready");
