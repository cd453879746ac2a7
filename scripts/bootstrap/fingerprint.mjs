import { createHash } from "node:crypto";
import { existsSync, readdirSync, statSync } from "node:fs";
import path from "node:path";
import { root } from "./project.mjs";

const NOT_BUILT_FROM = /(^|\/)(node_modules|generated)(\/|$)|\.test\.tsx?$/;

/**
 * Tells whether the files changed since another time, cheaply: by name, size and time of change.
 * @param {string[]} places files and folders relative to the project
 */
export function fingerprint(places) {
  const hash = createHash("sha256").update(process.version);
  for (const place of places) add(hash, place);
  return hash.digest("hex");
}

function add(hash, place) {
  const absolute = path.join(root, place);
  if (NOT_BUILT_FROM.test(place) || !existsSync(absolute)) return;
  const stat = statSync(absolute);
  if (stat.isDirectory()) {
    for (const name of readdirSync(absolute).sort()) add(hash, `${place}/${name}`);
  } else {
    hash.update(`${place}\0${stat.size}\0${stat.mtimeMs}\n`);
  }
}
