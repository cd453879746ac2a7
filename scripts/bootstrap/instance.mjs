import { pathToFileURL } from "node:url";
import { ensureBundled } from "./bundle.mjs";
import { sayStill, secondsSince } from "./progress.mjs";
import { inProject } from "./project.mjs";

/** Opens the instance (secrets, database, schema); see scripts/instance/open.ts. */
export async function openInstance(options = {}) {
  await ensureBundled(["instance"]);
  const bundle = await import(pathToFileURL(inProject("dist/instance.js")).href);
  const log = (message) => console.error(`• ${message}`);
  return bundle.openInstance({ log, ...options });
}

/** The same, saying that it takes time and what it did. */
export async function openInstanceVisibly(options) {
  const began = Date.now();
  console.error("• Readying the database …");
  const enough = sayStill("at it");
  const instance = await openInstance(options).finally(enough);
  const { length } = instance.migrated;
  const applied = length > 0 ? `, ${length} migration${length > 1 ? "s" : ""} applied` : "";
  console.error(`  done in ${secondsSince(began)}${applied}`);
  return instance;
}
