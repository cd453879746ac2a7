import { spawn, type ChildProcessWithoutNullStreams } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, vi } from "vitest";

/** A process that runs a module's text at the top of the checkout. */
export interface Script {
  readonly child: ChildProcessWithoutNullStreams;
  readonly pid: number;
  output(): string;
  /** Resolves when it has printed that; rejects when it ends without. */
  until(pattern: RegExp): Promise<void>;
  /** Its exit code, or the signal that ended it. */
  readonly ended: Promise<number | NodeJS.Signals>;
}

export interface Checkout {
  readonly directory: string;
  file(name: string): string;
  write(name: string, text: string): void;
  /** Runs the text as a module: `./scripts/bootstrap/…` is what it imports from. */
  run(text: string, environment?: Record<string, string>): Script;
}

/** A new directory for each test, with nothing in it but the project's own bootstrap scripts. */
export function testCheckout(): Checkout {
  // Each test starts processes, on a machine that may be busy.
  vi.setConfig({ testTimeout: 60_000 });
  const state = { directory: "", scripts: [] as Script[] };
  const checkout = {
    get directory() {
      if (!state.directory) {
        const prefix = path.join(os.tmpdir(), "countersign-checkout-");
        state.directory = fs.realpathSync(fs.mkdtempSync(prefix));
        const bootstrap = path.join(state.directory, "scripts/bootstrap");
        fs.cpSync("scripts/bootstrap", bootstrap, { recursive: true });
      }
      return state.directory;
    },
    file: (name: string) => path.join(checkout.directory, name),
    write(name: string, text: string) {
      fs.mkdirSync(path.dirname(checkout.file(name)), { recursive: true });
      fs.writeFileSync(checkout.file(name), text);
    },
    run(text: string, environment: Record<string, string> = {}) {
      const script = start(checkout.directory, text, environment);
      state.scripts.push(script);
      return script;
    },
  };
  afterEach(async () => {
    for (const { child, ended } of state.scripts.splice(0)) {
      child.kill("SIGKILL");
      await ended;
    }
    if (state.directory) fs.rmSync(state.directory, { recursive: true, force: true });
    state.directory = "";
  });
  return checkout;
}

function start(cwd: string, text: string, environment: Record<string, string>): Script {
  const child = spawn(process.execPath, ["--input-type=module", "-e", text], {
    cwd,
    env: { NODE_ENV: "test", PATH: process.env["PATH"], ...environment },
  });
  let output = "";
  const heard = new EventTarget();
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk: Buffer) => {
      output += chunk.toString();
      heard.dispatchEvent(new Event("output"));
    });
  }
  const ended = once(child, "close").then(
    ([code, signal]) => (code ?? signal) as number | NodeJS.Signals,
  );
  return {
    child,
    pid: child.pid ?? Number.NaN,
    output: () => output,
    ended,
    until: (pattern) =>
      new Promise((resolve, reject) => {
        const look = () => pattern.test(output) && resolve();
        heard.addEventListener("output", look);
        look();
        void ended.then(() => reject(new Error(`It ended without ${pattern}:\n${output}`)));
      }),
  };
}
