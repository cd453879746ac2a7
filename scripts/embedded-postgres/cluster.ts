import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { StartError } from "../instance/start-error";
import { executable, postgresBinaries, type Executable } from "./binaries";
import { canReach, databaseUser, type DatabaseUser } from "./database-user";

/** A PostgreSQL cluster on disk, with what is needed to run it. */
export interface Cluster {
  directory: string;
  data: string;
  bin: string;
  user: DatabaseUser;
  superuserPassword: string;
}

/** Kept inside the data directory, so that password and cluster come into being as one. */
const PASSWORD_FILE = "countersign_password";

/** The cluster in `directory`, made on the first call; racing callers get the same one. */
export async function openCluster(directory: string): Promise<Cluster> {
  const user = databaseUser(directory);
  fs.mkdirSync(directory, { recursive: true, mode: 0o700 });
  if (user.uid !== undefined) fs.chownSync(directory, user.uid, user.gid ?? user.uid);
  directory = fs.realpathSync(directory);
  if (!canReach(user, directory)) {
    throw new StartError(
      `The database's account can't enter ${directory}: a directory above it is closed to it.`,
    );
  }
  const bin = postgresBinaries(user, path.dirname(directory));
  const data = path.join(directory, "data");
  removeAbandonedDrafts(directory);
  if (!fs.existsSync(path.join(data, "PG_VERSION"))) await initialise(directory, data, bin, user);
  const superuserPassword = fs.readFileSync(path.join(data, PASSWORD_FILE), "utf8");
  return { directory, data, bin, user, superuserPassword };
}

/** Runs initdb beside the goal and renames: a cluster exists whole or not at all. */
async function initialise(
  directory: string,
  data: string,
  bin: string,
  user: DatabaseUser,
): Promise<void> {
  const draft = path.join(directory, `init-${process.pid}-${randomBytes(4).toString("hex")}`);
  const passwordFile = `${draft}.password`;
  fs.writeFileSync(passwordFile, randomBytes(24).toString("base64url"), {
    mode: 0o600,
  });
  if (user.uid !== undefined) fs.chownSync(passwordFile, user.uid, user.gid ?? user.uid);
  await run(bin, user, directory, "initdb", [
    `--pgdata=${draft}`,
    "--username=postgres",
    `--pwfile=${passwordFile}`,
    "--auth=scram-sha-256",
    "--encoding=UTF8",
    "--locale-provider=builtin",
    "--locale=C.UTF-8",
    "--no-instructions",
  ]);
  fs.renameSync(passwordFile, path.join(draft, PASSWORD_FILE));
  try {
    fs.renameSync(draft, data);
  } catch (error) {
    fs.rmSync(draft, { recursive: true, force: true });
    // Another starter was faster, and its cluster is as good.
    if (!fs.existsSync(path.join(data, "PG_VERSION"))) throw error;
  }
}

/** What a starter killed during initdb left behind. */
function removeAbandonedDrafts(directory: string): void {
  for (const name of fs.readdirSync(directory)) {
    const pid = Number(/^init-(\d+)/.exec(name)?.[1]);
    if (Number.isNaN(pid) || isAlive(pid)) continue;
    try {
      fs.rmSync(path.join(directory, name), { recursive: true, force: true });
    } catch {
      // Its initdb outlived it and is still writing there: the next start clears the rest away.
    }
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/** Runs one of PostgreSQL's programs to its end. */
export async function run(
  bin: string,
  user: DatabaseUser,
  cwd: string,
  name: Executable,
  args: string[],
): Promise<void> {
  const child = spawn(executable(bin, name), args, {
    ...user,
    cwd,
    env: programEnvironment(),
    stdio: ["ignore", "ignore", "pipe"],
  });
  let complaint = "";
  child.stderr.on("data", (chunk: Buffer) => (complaint += chunk.toString()));
  await new Promise<void>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => {
      if (code === 0) resolve();
      else reject(new Error(`PostgreSQL's ${name} failed (${code}): ${complaint.trim()}`));
    });
  });
}

/** PostgreSQL gets nothing of our environment but what it needs; secrets stay with the app. */
export function programEnvironment(): NodeJS.ProcessEnv {
  const { NODE_ENV, PATH } = process.env;
  const windows = process.platform === "win32" ? process.env : {};
  return { ...windows, NODE_ENV, PATH, LC_ALL: "C", TZ: "UTC" };
}
