import { pathToFileURL } from "node:url";
import { ensureBundled } from "./bundle.mjs";
import { inProject } from "./project.mjs";

/**
 * Opens the instance (secrets, database, schema); see scripts/instance/open.ts.
 * @returns what the bundle exports, and the instance
 */
export async function openInstance(options = {}) {
  await ensureBundled(["instance"]);
  const bundle = await import(pathToFileURL(inProject("dist/instance.js")).href);
  const log = (message) => console.error(`• ${message}`);
  return { ...bundle, instance: await bundle.openInstance({ log, ...options }) };
}

/** The same, saying that it takes time and what it did. */
export async function openInstanceVisibly() {
  const began = Date.now();
  console.error("• Readying the database …");
  const opened = await openInstance();
  const { length } = opened.instance.migrated;
  const applied = length > 0 ? `, ${length} migration${length > 1 ? "s" : ""} applied` : "";
  console.error(`  done in ${((Date.now() - began) / 1000).toFixed(1)} s${applied}`);
  return opened;
}
