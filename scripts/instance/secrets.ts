import { randomBytes } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { secretNames } from "@/lib/env";
import { StartError } from "./start-error";

type Secrets = Record<(typeof secretNames)[number], string>;

/** The instance's own secrets: made on the first run, kept in `secrets.json`. */
export function instanceSecrets(directory: string): Secrets {
  const file = path.join(directory, "secrets.json");
  if (!fs.existsSync(file)) makeSecrets(directory, file);
  const kept = readSecrets(file);
  const missing = secretNames.filter((name) => !kept[name]);
  if (missing.length > 0) {
    throw new StartError(`${file} lacks ${missing.join(", ")}: restore the file from your backup.`);
  }
  return kept as Secrets;
}

function readSecrets(file: string): Partial<Secrets> {
  const text = fs.readFileSync(file, "utf8");
  try {
    return JSON.parse(text) as Partial<Secrets>;
  } catch {
    return {}; // cut short or overwritten: it lacks them all
  }
}

function makeSecrets(directory: string, file: string): void {
  if (fs.existsSync(path.join(directory, "postgres"))) {
    throw new StartError(
      `${file} is gone, but the database that needs it is there. Restore the file from your ` +
        `backup; or, to begin anew without that data, move ${directory} away.`,
    );
  }
  const secrets = Object.fromEntries(
    secretNames.map((name) => [name, randomBytes(32).toString("base64")]),
  );
  const draft = `${file}.${process.pid}`;
  fs.writeFileSync(draft, JSON.stringify(secrets, null, 2) + "\n", {
    mode: 0o600,
    flush: true,
  });
  try {
    // Unlike a rename, a link never overwrites: of two first starts, both use the same secrets.
    fs.linkSync(draft, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  } finally {
    fs.rmSync(draft);
  }
}
