import { spawn } from "node:child_process";
import { shareLock } from "./exclusively.mjs";
import { sayStill, secondsSince } from "./progress.mjs";
import { root } from "./project.mjs";
import { stopping } from "./stopping.mjs";

const OUTPUT_LINES_MAX = 200;

/**
 * Runs a command as one visible step: says what and why, then how long it took; its output is
 * shown only when it fails. Throws where the command does.
 */
export async function step(title, command, args, { env = {}, visible = false } = {}) {
  const began = Date.now();
  console.error(`• ${title} …`);
  const enough = sayStill("at it");
  try {
    await run(command, args, { ...process.env, ...env }, visible);
  } finally {
    enough();
  }
  console.error(`  done in ${secondsSince(began)}`);
}

function run(command, args, env, visible) {
  const child = spawn(command, args, {
    cwd: root,
    env,
    stdio: visible ? "inherit" : ["ignore", "pipe", "pipe"],
    // npm is a .cmd file there.
    shell: process.platform === "win32" && command === "npm",
    signal: stopping.signal,
  });
  if (child.pid) shareLock(child.pid);
  let output = "";
  child.stdout?.on("data", (chunk) => (output += chunk));
  child.stderr?.on("data", (chunk) => (output += chunk));
  return new Promise((resolve, reject) => {
    // When we are asked to end, so is the child, and its end is waited for.
    child.once("error", (error) => error.name !== "AbortError" && reject(error));
    child.once("close", (code, signal) => {
      if (code === 0) return resolve();
      if (!stopping.signal.aborted) {
        console.error(output.trimEnd().split("\n").slice(-OUTPUT_LINES_MAX).join("\n"));
      }
      reject(new StepError(`${[command, ...args].join(" ")} ended with ${signal ?? code}.`));
    });
  });
}

/** A step failed and has said why already. */
export class StepError extends Error {
  name = "StepError";
}
