// The worker in which PostgreSQL's own parser (as WebAssembly) runs. Plain JavaScript, so that it starts
// as it lies here, from the sources as from each bundle; see postgres-thread.ts.
import { parentPort } from "node:worker_threads";
import { loadModule, parsePlPgSQLSync, parseSync, SqlError } from "libpg-query";

/** @typedef {import("./postgres-thread").Question} Question */
/** @typedef {import("./postgres-thread").Answer} Answer */

/** @param {Question} question @returns {Answer} */
function answer({ language, text, limits }) {
  try {
    const tree = language === "plpgsql" ? parsePlPgSQLSync(text) : parseSync(text);
    const broken = brokenLimit(tree, limits);
    return broken ? { code: broken } : { tree: JSON.stringify(tree) };
  } catch (error) {
    return { code: "syntax", ...faultOf(error) };
  }
}

/** @returns {Partial<Answer>} */
function faultOf(error) {
  // The parser's stack is full: 10,000 open brackets.
  if (error instanceof Error && error.message.startsWith("memory exhausted"))
    return { code: "too_deep" };
  if (error instanceof SqlError)
    return { code: "syntax", position: error.sqlDetails?.cursorPosition };
  // WebAssembly's stack, or ours; what is left of the parser can't be trusted any more.
  if (error instanceof RangeError) return { code: "too_deep", spoilt: true };
  if (error instanceof WebAssembly.RuntimeError) return { code: "unavailable", spoilt: true };
  return { code: "syntax" };
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
parentPort?.on("message", (question) => parentPort?.postMessage(answer(question)));
parentPort?.postMessage("ready");
