import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { exclusively } from "./exclusively.mjs";
import { fingerprint } from "./fingerprint.mjs";
import { inProject } from "./project.mjs";

const NOT_MADE_FROM = /(^|\/)(node_modules|generated)(\/|$)|\.test\.tsx?$/;
/** What Next keeps for itself beside the build. */
const NOT_THE_MAKING = /^\.next\/(cache|dev|diagnostics|types|lock|trace[^/]*)(\/|$)/;

/**
 * Something built.
 * @typedef {object} Target
 * @property {string} name
 * @property {string[]} sources files and folders that it is made of
 * @property {string[]} outputs files and folders that it consists of
 * @property {() => Promise<void>} make
 */

const stampOf = ({ name }) => inProject("dist", `${name}.stamp`);
const consistsOf = ({ outputs }) => fingerprint(outputs, NOT_THE_MAKING);

/** As this process saw them first: what changes during a build is built by the next start. */
const seen = new Map();

function madeOf({ sources }) {
  if (!seen.has(sources)) seen.set(sources, fingerprint(sources, NOT_MADE_FROM));
  return seen.get(sources);
}

/** Whether both are as they were when it was made: what it was made of, and what came of it. */
export function isMade(target) {
  const stamp = stampOf(target);
  if (!existsSync(stamp)) return false;
  return readFileSync(stamp, "utf8") === `${madeOf(target)} ${consistsOf(target)}`;
}

/** Makes what isn't made. */
export async function ensureMade(targets) {
  if (targets.every(isMade)) return;
  await exclusively(async () => {
    for (const target of targets.filter((each) => !isMade(each))) await make(target);
  });
}

/** With the stamp last: of a build that was cut short, it tells something else than is there. */
async function make(target) {
  await target.make();
  mkdirSync(inProject("dist"), { recursive: true });
  writeFileSync(stampOf(target), `${madeOf(target)} ${consistsOf(target)}`);
}
