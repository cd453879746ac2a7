import fs from "node:fs";
import path from "node:path";
import { writePrivately } from "./state-directory";

/** What a running app tells the commands beside it. */
export interface RunningApp {
  pid: number;
  /** Where it answers on this machine. */
  url: string;
  /** The origin of its links. */
  publicUrl: string;
  /** Of the PostgreSQL that it was given; null where it runs the instance's own. */
  databaseUrl: string | null;
}

const file = (directory: string) => path.join(directory, "runtime.json");

export function announceRunning(directory: string, app: RunningApp): void {
  writePrivately(file(directory), JSON.stringify(app, null, 2) + "\n");
}

export function withdrawRunning(directory: string): void {
  if (readRunning(directory)?.pid === process.pid) fs.rmSync(file(directory), { force: true });
}

/** The app that runs from this state directory, if one does. */
export function readRunning(directory: string): RunningApp | undefined {
  try {
    const app = JSON.parse(fs.readFileSync(file(directory), "utf8")) as RunningApp;
    process.kill(app.pid, 0);
    return app;
  } catch {
    return undefined;
  }
}
