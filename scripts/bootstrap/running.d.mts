export interface RunningApp {
  pid: number;
  /** Where it answers on this machine. */
  url: string;
  /** The origin of its links. */
  publicUrl: string;
  /** Of the PostgreSQL that it was given; null where it runs the instance's own. */
  databaseUrl: string | null;
  deployment: "local" | "production";
}
export function announceRunning(directory: string, app: RunningApp): void;
export function withdrawRunning(directory: string): void;
export function readRunning(directory: string): RunningApp | undefined;
