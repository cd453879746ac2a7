import { readFileSync } from "node:fs";
import { stopping } from "./stopping.mjs";

// What a long-running command has open, and its orderly end.
const PARENT_POLL_MS = 500;
/** Ctrl-C reaches us twice under npm, from the terminal and from npm; a person's second one is later. */
const ONE_CTRL_C_MS = 3000;

/**
 * Runs `work`, which registers with `onStop` what must be closed; it is closed, last first, when
 * a signal asks for the end or `work` fails. Asked a second time, it closes nothing and ends.
 */
export async function untilStopped(work) {
  const closers = [];
  let ending;
  let asked = 0;
  const end = (code, reason) => {
    ending ??= (async () => {
      if (reason) console.error(reason);
      stopping.abort();
      // A stage that is under way registers what it opens only at its end.
      await working.catch(() => undefined);
      for (const close of closers.reverse()) {
        await close().catch((error) => console.error(error));
      }
      process.exit(code);
    })();
    return ending;
  };
  // A reader that goes away, as of `npm start | tee log`, is no reason to fall over what is open.
  for (const stream of [process.stdout, process.stderr]) stream.on("error", () => undefined);
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
    process.on(signal, () => {
      const ms = Date.now() - asked;
      asked ||= Date.now();
      if (!ending) void end(0, "\n• Stopping …");
      else if (ms > ONE_CTRL_C_MS) {
        console.error("• Ended at once. What that leaves behind, the next start puts right.");
        process.exit(1);
      }
    });
  }
  endWithNpm(() => void end(0));
  const isEnding = () => ending !== undefined;
  const working = work({ onStop: (close) => closers.push(close), isEnding, end });
  try {
    await working;
  } catch (error) {
    if (!isEnding()) console.error(`\n${explain(error)}`);
    await end(1);
  }
}

/**
 * An npm that is killed can't pass the signal on: without this, nobody would stop us. It runs
 * scripts by a shell, which outlives it unless it made way for us; who that one's parent is, only
 * Linux tells cheaply.
 */
function endWithNpm(end) {
  if (!process.env.npm_lifecycle_event) return;
  const parent = process.ppid;
  const npm = isShell(parent) ? parentOf(parent) : undefined;
  const isAlone = () => process.ppid !== parent || (npm && (parentOf(parent) ?? npm) !== npm);
  setInterval(() => isAlone() && end(), PARENT_POLL_MS).unref();
}

const isShell = (pid) => /^[^\0]*sh\0-c\0/.test(processFile(pid, "cmdline"));
const parentOf = (pid) => /^PPid:\s*(\d+)/m.exec(processFile(pid, "status"))?.[1];

function processFile(pid, name) {
  try {
    return readFileSync(`/proc/${pid}/${name}`, "utf8");
  } catch {
    return "";
  }
}

/** Errors meant for the operator say all in their message; others are faults and show where. */
const FOR_OPERATOR = ["EnvError", "MigrationError", "SealedSecretError", "StepError", "StartError"];

/** What the file system refuses is the operator's to mend. */
const REFUSALS = {
  EACCES: "permission denied",
  EPERM: "not permitted",
  EROFS: "the file system is read-only",
  ENOSPC: "no space is left",
  EDQUOT: "the disk quota is used up",
};

export function explain(error) {
  if (FOR_OPERATOR.includes(error?.name)) return error.message;
  const refusal = error?.path && REFUSALS[error.code];
  if (!refusal) return error?.stack ?? String(error);
  const user = process.getuid ? ` (uid ${process.getuid()})` : "";
  const isPermission = ["EACCES", "EPERM"].includes(error.code);
  return (
    `${error.path}: ${refusal}. The user who starts Countersign${user} must be able to write there.` +
    (isPermission ? " After a start as somebody else, hand the files over with chown -R." : "")
  );
}
