import { spawn } from "node:child_process";
import { root } from "./project.mjs";

const STILL_AT_IT_MS = 10_000;
const OUTPUT_LINES_MAX = 200;

/**
 * Runs a command as one visible step: says what and why, then how long it took; its output is
 * shown only when it fails. Throws where the command does.
 */
export async function step(title, command, args, { env = {}, visible = false } = {}) {
  const began = Date.now();
  const seconds = () => ((Date.now() - began) / 1000).toFixed(1);
  console.error(`• ${title} …`);
  const ticker = setInterval(
    () => console.error(`  … still at it, ${seconds()} s`),
    STILL_AT_IT_MS,
  );
  try {
    await run(command, args, { ...process.env, ...env }, visible);
  } finally {
    clearInterval(ticker);
  }
  console.error(`  done in ${seconds()} s`);
}

function run(command, args, env, visible) {
  const child = spawn(command, args, {
    cwd: root,
    env,
    stdio: visible ? "inherit" : ["ignore", "pipe", "pipe"],
    // npm is a .cmd file there.
    shell: process.platform === "win32" && command === "npm",
  });
  let output = "";
  child.stdout?.on("data", (chunk) => (output += chunk));
  child.stderr?.on("data", (chunk) => (output += chunk));
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code, signal) => {
      if (code === 0) return resolve();
      console.error(output.trimEnd().split("\n").slice(-OUTPUT_LINES_MAX).join("\n"));
      reject(new StepError(`${[command, ...args].join(" ")} ended with ${signal ?? code}.`));
    });
  });
}

/** A step failed and has said why already. */
export class StepError extends Error {
  name = "StepError";
}
