import { existsSync, readFileSync, rmSync } from "node:fs";
import { exclusively } from "./exclusively.mjs";
import { inProject } from "./project.mjs";
import { step } from "./step.mjs";

/** npm's own record of what it installed, written last. */
const RECORD = inProject("node_modules/.package-lock.json");

/** Installs the dependencies when they aren't what package-lock.json says. */
export async function ensureInstalled() {
  if (!whyInstall()) return;
  await exclusively(async () => {
    const reason = whyInstall();
    if (!reason) return;
    // Gone until the end: an installation cut short is none, whatever npm has cleared by then.
    rmSync(RECORD, { force: true });
    const title = `Installing dependencies (${reason}; about a minute)`;
    // Development tools are needed to build; NODE_ENV=production would leave them out.
    const args = ["ci", "--include=dev", "--no-audit", "--no-fund"];
    const npm = process.env.npm_execpath;
    await (npm?.endsWith(".js")
      ? step(title, process.execPath, [npm, ...args])
      : step(title, "npm", args));
  });
}

function whyInstall() {
  if (!existsSync(RECORD)) return "none yet";
  const installed = packages(RECORD);
  for (const [name, wanted] of Object.entries(packages(inProject("package-lock.json")))) {
    if (!name.startsWith("node_modules/")) continue;
    const there = installed[name];
    if (!there && (wanted.optional || wanted.devOptional || wanted.peer)) continue;
    const title = name.slice("node_modules/".length);
    if (there?.version !== wanted.version) return `${title} should be ${wanted.version}`;
    if (!existsSync(inProject(name, "package.json"))) return `${title} is gone`;
  }
  return undefined;
}

/** None where the file was cut short. */
function packages(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8")).packages ?? {};
  } catch {
    return {};
  }
}
