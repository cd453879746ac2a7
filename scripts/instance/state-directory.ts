import fs from "node:fs";
import path from "node:path";

/** Where this instance keeps its state; closed to everybody else. */
export function stateDirectory(): string {
  const directory = path.resolve(process.env["COUNTERSIGN_DIR"] || ".countersign");
  fs.mkdirSync(directory, { recursive: true, mode: 0o700 });
  // mkdir's mode is for a new directory only; and one that is there already may be too open.
  fs.chmodSync(directory, 0o700);
  return directory;
}

/** Writes a file whole, or not at all, for our eyes only. */
export function writePrivately(file: string, text: string): void {
  const draft = `${file}.${process.pid}`;
  fs.writeFileSync(draft, text, { mode: 0o600, flush: true });
  fs.renameSync(draft, file);
}
