import fs from "node:fs";
import path from "node:path";
import { StartError } from "./start-error";

const OURS = "secrets.json";

/** Where this instance keeps its state; closed to everybody else. */
export function stateDirectory(environment: Record<string, string | undefined>): string {
  const directory = path.resolve(environment["COUNTERSIGN_DIR"] || ".countersign");
  fs.mkdirSync(directory, { recursive: true, mode: 0o700 });
  if (fs.statSync(directory).mode & 0o077) close(directory);
  return directory;
}

/** One that was there before, or came back from a backup, may be too open. */
function close(directory: string): void {
  const entries = fs.readdirSync(directory);
  if (entries.length > 0 && !entries.includes(OURS)) {
    throw new StartError(
      `COUNTERSIGN_DIR=${directory} holds other things and is open to others. Choose a directory ` +
        "of its own, as what Countersign keeps there is closed to everybody else.",
    );
  }
  fs.chmodSync(directory, 0o700);
}
