import { appendFileSync, linkSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";
import { processMark } from "./process-mark.mjs";
import { sayStill } from "./progress.mjs";
import { inProject } from "./project.mjs";
import { stopping } from "./stopping.mjs";

const LOCK = inProject(".preparing");
const POLL_MS = 100;
let held = false;

/**
 * Runs `work`, which installs or builds, while no other process does so in this checkout. The lock
 * names its holders: us, and then the steps we run, for npm or a build may outlive a killed parent.
 * Of the dead it is taken over; steps without their parent are ended first.
 */
export async function exclusively(work) {
  if (held) return work();
  await take();
  held = true;
  try {
    return await work();
  } finally {
    held = false;
    rmSync(LOCK, { force: true });
  }
}

/** Has the process hold the lock too, if we do. */
export function shareLock(pid) {
  if (held) appendFileSync(LOCK, holder(pid));
}

const holder = (pid) => `${pid} ${processMark(pid)}\n`;

async function take() {
  const draft = `${LOCK}.${process.pid}`;
  writeFileSync(draft, holder(process.pid));
  let told;
  let enough;
  try {
    while (!takenWith(draft)) {
      const text = readLock();
      const [pid] = livingHolders(text);
      if (!pid) {
        discard(text);
        continue;
      }
      if (pid !== told) {
        const isOrphan = !text.startsWith(`${pid} `);
        if (isOrphan) endOrphan(pid);
        else console.error(`• Waiting for process ${pid}, which installs or builds here …`);
      }
      told = pid;
      enough ??= sayStill("waiting");
      await delay(POLL_MS, undefined, { signal: stopping.signal });
    }
  } finally {
    enough?.();
    rmSync(draft, { force: true });
  }
}

/** Unlike a rename, a link never overwrites. */
function takenWith(draft) {
  try {
    linkSync(draft, LOCK);
    return true;
  } catch (error) {
    if (error.code !== "EEXIST") throw error;
    return false;
  }
}

function readLock() {
  try {
    return readFileSync(LOCK, "utf8");
  } catch {
    return ""; // let go just now
  }
}

function livingHolders(text) {
  const holders = text.split("\n").map((line) => line.split(/ (.*)/));
  return holders
    .map(([pid, mark]) => mark && processMark(Number(pid)) === mark && Number(pid))
    .filter(Boolean);
}

function endOrphan(pid) {
  console.error(`• Ending process ${pid}, which a killed start left installing or building here …`);
  try {
    process.kill(pid);
  } catch {
    // It ended by itself; or is another user's, and is waited for.
  }
}

/** By rename, so that what is thrown away is what was judged; another's newer lock is put back. */
function discard(judged) {
  const taken = `${LOCK}.${process.pid}.stale`;
  try {
    renameSync(LOCK, taken);
    if (readFileSync(taken, "utf8") !== judged) linkSync(taken, LOCK);
  } catch {
    // Somebody else was faster: look again.
  }
  rmSync(taken, { force: true });
}
