import { createHash } from "node:crypto";
import { lstatSync, readdirSync } from "node:fs";
import path from "node:path";
import { root } from "./project.mjs";

/**
 * Tells whether files changed since another time, cheaply: by name, size and time of change.
 * @param {string[]} places files and folders relative to the project
 * @param {RegExp} except what doesn't count, by its path from the project
 */
export function fingerprint(places, except) {
  const hash = createHash("sha256").update(process.version);
  for (const place of places) add(hash, place, except);
  return hash.digest("hex");
}

function add(hash, place, except) {
  const absolute = path.join(root, place);
  const stat = lstatSync(absolute, { throwIfNoEntry: false });
  if (!stat || except.test(place)) return;
  if (stat.isDirectory()) {
    for (const name of readdirSync(absolute).sort()) add(hash, `${place}/${name}`, except);
  } else {
    hash.update(`${place}\0${stat.size}\0${stat.mtimeMs}\n`);
  }
}
