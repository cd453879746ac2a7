import { readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { processMark } from "./process-mark.mjs";

// What a running app tells the commands beside it.
const fileIn = (directory) => path.join(directory, "runtime.json");

/** Writes the file whole, or not at all, for our eyes only. */
export function announceRunning(directory, app) {
  const file = fileIn(directory);
  const draft = `${file}.${process.pid}`;
  const text = JSON.stringify({ ...app, mark: processMark(app.pid) }, null, 2);
  writeFileSync(draft, `${text}\n`, { mode: 0o600, flush: true });
  renameSync(draft, file);
}

export function withdrawRunning(directory) {
  if (readRunning(directory)?.pid === process.pid) rmSync(fileIn(directory), { force: true });
}

/** The app that runs from this state directory, if one does: not what a killed one left behind. */
export function readRunning(directory) {
  try {
    const app = JSON.parse(readFileSync(fileIn(directory), "utf8"));
    return app.mark && processMark(app.pid) === app.mark ? app : undefined;
  } catch {
    return undefined;
  }
}
