import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { createServer, type AddressInfo } from "node:net";
import { TEST_SECRETS } from "./seed";

/** One copy of the built app as its own process. */
export interface AppProcess {
  /** Where this copy listens. */
  url: string;
  pid: number;
  /** Its log, for a failed test to show. */
  log(): string;
  /** SIGKILL: what a crash leaves behind. */
  kill(): Promise<void>;
  /** SIGTERM: drains and exits. */
  stop(): Promise<void>;
}

const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString("base64");

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}

export interface AppSettings {
  databaseUrl: string;
  port: number;
  publicUrl: string;
  mailUrl?: string;
  environment?: Record<string, string>;
}

/** What the app, and a command beside it, are told of the deployment. */
export const appEnvironment = (settings: AppSettings): NodeJS.ProcessEnv => ({
  PATH: process.env["PATH"],
  NODE_ENV: "production",
  DEPLOYMENT: "local",
  DATABASE_URL: settings.databaseUrl,
  PORT: String(settings.port),
  PUBLIC_URL: settings.publicUrl,
  AUTH_SECRET: base64(new Uint8Array(32).fill(5)),
  KEY_PEPPER: base64(TEST_SECRETS.keyPepper),
  KEY_ENCRYPTION_KEY: base64(TEST_SECRETS.keyEncryptionKey),
  RATE_LIMIT_PER_MINUTE: "1000000",
  LOG_LEVEL: "warn",
  ...(settings.mailUrl ? { RESEND_API_KEY: "re_test", RESEND_BASE_URL: settings.mailUrl } : {}),
  ...settings.environment,
});

/** Starts `dist/server.js` on a migrated database; resolves when it answers that it is ready. */
export async function startApp(settings: AppSettings): Promise<AppProcess> {
  const child = spawn(process.execPath, ["dist/server.js"], {
    env: appEnvironment(settings),
    stdio: ["ignore", "pipe", "pipe"],
  });
  const output: string[] = [];
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (chunk: Buffer) => output.push(chunk.toString()));
  const url = `http://127.0.0.1:${settings.port}`;
  await untilReady(child, url, output);
  return {
    url,
    pid: child.pid ?? NaN,
    log: () => output.join(""),
    kill: () => end(child, "SIGKILL"),
    stop: () => end(child, "SIGTERM"),
  };
}

const READY_MS_MAX = 60_000;
const PROBE_EVERY_MS = 100;

async function untilReady(child: ChildProcess, url: string, output: string[]): Promise<void> {
  const deadline = Date.now() + READY_MS_MAX;
  for (;;) {
    if (child.exitCode !== null) throw new Error(`the app ended:\n${output.join("")}`);
    const ready = await fetch(`${url}/api/health/ready`).then(
      (response) => response.ok,
      () => false,
    );
    // The health door opens before the pages are; the sign-in page is the last to come up.
    if (ready && (await fetch(`${url}/sign-in`).then((response) => response.ok))) return;
    if (Date.now() > deadline) {
      child.kill("SIGKILL");
      throw new Error(`the app was not ready in time:\n${output.join("")}`);
    }
    await new Promise((resolve) => setTimeout(resolve, PROBE_EVERY_MS));
  }
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, "exit");
  child.kill(signal);
  await exited;
}
