import { readFileSync } from "node:fs";

// What a long-running command has open, and its orderly end.
const PARENT_POLL_MS = 1000;

/**
 * Runs `work`, which registers with `onStop` what must be closed; it is closed, last first, when
 * a signal asks for the end or `work` fails. Ctrl-C reaches us twice under npm, from the terminal
 * and from npm: only the first counts.
 */
export async function untilStopped(work) {
  const closers = [];
  let ending;
  const end = (code, reason) => {
    ending ??= (async () => {
      if (reason) console.error(reason);
      // A stage that is under way registers what it opens only at its end.
      await working.catch(() => undefined);
      for (const close of closers.reverse()) {
        await close().catch((error) => console.error(error));
      }
      process.exit(code);
    })();
    return ending;
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
    process.on(signal, () => void end(0, "\n• Stopping …"));
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

/** An npm that is killed can't pass the signal on: without this, nobody would stop us. */
function endWithNpm(end) {
  if (!process.env.npm_lifecycle_event) return;
  const shell = process.ppid;
  const npm = parentOf(shell);
  const poll = () => (process.ppid !== shell || parentOf(shell) !== npm) && end();
  setInterval(poll, PARENT_POLL_MS).unref();
}

/** npm runs scripts by a shell, which outlives it; who that one's parent is, only Linux tells cheaply. */
function parentOf(pid) {
  try {
    const status = readFileSync(`/proc/${pid}/status`, "utf8");
    return /^PPid:\s*(\d+)/m.exec(status)?.[1];
  } catch {
    return undefined;
  }
}

/** Errors meant for the operator say all in their message; others are faults and show where. */
const FOR_OPERATOR = ["EnvError", "MigrationError", "StepError", "StartError"];

export function explain(error) {
  if (FOR_OPERATOR.includes(error?.name)) return error.message;
  return error?.stack ?? String(error);
}
