import { fork, type ChildProcess } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { startEnforcementPoint, type EnforcementPointOptions } from "./enforcement-point";
import { startProvider } from "./provider";

export const INFRASTRUCTURE = "infrastructure";

type Settings = Omit<EnforcementPointOptions, "provider">;

export interface Infrastructure {
  /** Of the enforcement point; the provider's address and credential stay in the process. */
  url: string;
  pid: number;
  stop(): Promise<void>;
}

/**
 * Starts provider and enforcement point in a process of their own: the one that plays the agent
 * never holds the credential, nor the key that redeems. `program` is this bundle.
 */
export async function startInfrastructure(
  program: string,
  settings: Settings,
): Promise<Infrastructure> {
  const child = fork(program, [INFRASTRUCTURE], { env: { NODE_ENV: "production" } });
  child.send(settings);
  const [url] = (await Promise.race([once(child, "message"), failed(child)])) as [string];
  return {
    url,
    pid: child.pid ?? 0,
    async stop() {
      if (!child.connected) return;
      child.disconnect();
      await once(child, "exit");
    },
  };
}

async function failed(child: ChildProcess): Promise<never> {
  const [code] = (await once(child, "exit")) as [number | null];
  throw new Error(`The enforcement point's process ended with ${code}.`);
}

/** The process itself. It ends with the one that started it, and only then. */
export async function runInfrastructure(): Promise<void> {
  // A Ctrl-C reaches every process of the terminal: what is being executed is finished and reported.
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
    process.on(signal, () => undefined);
  process.once("disconnect", () => process.exit(0));
  const [settings] = (await once(process, "message")) as [Settings];
  const credential = randomBytes(24).toString("base64url");
  const provider = await startProvider({ credential });
  const point = await startEnforcementPoint({
    ...settings,
    provider: { url: provider.url, credential },
  });
  process.send?.(point.url);
}
