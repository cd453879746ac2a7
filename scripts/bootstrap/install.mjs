import { existsSync, readFileSync } from "node:fs";
import { inProject } from "./project.mjs";
import { step } from "./step.mjs";

/** Installs the dependencies when they aren't what package-lock.json says. */
export async function ensureInstalled() {
  const reason = whyInstall();
  if (!reason) return;
  // Development tools are needed to build; NODE_ENV=production would leave them out.
  const args = ["ci", "--include=dev", "--no-audit", "--no-fund"];
  const npm = process.env.npm_execpath;
  await (npm?.endsWith(".js")
    ? step(`Installing dependencies (${reason}; about a minute)`, process.execPath, [npm, ...args])
    : step(`Installing dependencies (${reason}; about a minute)`, "npm", args));
}

/** npm keeps its own record of what it installed, written last: compare that with the lock. */
function whyInstall() {
  const record = inProject("node_modules/.package-lock.json");
  if (!existsSync(record)) return "none yet";
  const installed = packages(record);
  for (const [name, wanted] of Object.entries(packages(inProject("package-lock.json")))) {
    if (!name.startsWith("node_modules/") || wanted.link) continue;
    const there = installed[name];
    if (!there && (wanted.optional || wanted.devOptional || wanted.peer)) continue;
    if (there?.version !== wanted.version) {
      return `${name.slice("node_modules/".length)} should be ${wanted.version}`;
    }
  }
  return undefined;
}

const packages = (file) => JSON.parse(readFileSync(file, "utf8")).packages;
