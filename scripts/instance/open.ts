import path from "node:path";
import { loadEnv, type Env } from "@/lib/env";
import { startEmbeddedPostgres } from "../embedded-postgres/supervisor";
import { migrate } from "../migrate";
import { databaseDirectory } from "./database-directory";
import { requireDatabase } from "./given-database";
import { readRunning } from "./running";
import { instanceSecrets } from "./secrets";
import { stateDirectory } from "./state-directory";

export { announceRunning, readRunning, withdrawRunning } from "./running";

/** A database that runs and is migrated, and the environment that the app needs to use it. */
export interface Instance {
  /** The state directory. */
  directory: string;
  /** Where the instance's own database keeps its files; null where DATABASE_URL was given. */
  databaseDirectory: string | null;
  /** The complete environment for the app. */
  environment: Record<string, string>;
  env: Env;
  /** The migrations that this call applied. */
  migrated: string[];
  close(): Promise<void>;
}

export interface OpenOptions {
  log: (message: string) => void;
  /** Use the database and the address of the app that runs from the same state directory, if any. */
  besideRunning?: boolean;
}

/**
 * Readies what stands under the app: secrets, PostgreSQL, schema. Locally all of it comes into
 * being on the first call; a production start (NODE_ENV=production with DATABASE_URL) must be
 * given everything.
 *
 * @throws EnvError, MigrationError, StartError, whose messages are meant for the operator
 */
export async function openInstance({ log, besideRunning }: OpenOptions): Promise<Instance> {
  const directory = stateDirectory();
  const given = withoutEmpty({
    ...(besideRunning && environmentOfRunning(directory)),
    ...withoutEmpty(process.env),
  });
  if (given["NODE_ENV"] === "production" && given["DATABASE_URL"]) {
    return withDatabase(directory, { ...given, DEPLOYMENT: "production" });
  }

  const environment = {
    ...instanceSecrets(directory),
    MAIL_DIRECTORY: path.join(directory, "mail"),
    ...given,
    DEPLOYMENT: "local",
  };
  if (given["DATABASE_URL"]) return withDatabase(directory, environment);

  const files = databaseDirectory(directory);
  const database = await startEmbeddedPostgres({ directory: files, log });
  try {
    const instance = await withDatabase(directory, {
      ...environment,
      DATABASE_URL: database.url,
    });
    return {
      ...instance,
      databaseDirectory: files,
      close: () => database.stop(),
    };
  } catch (error) {
    await database.stop();
    throw error;
  }
}

async function withDatabase(
  directory: string,
  environment: Record<string, string>,
): Promise<Instance> {
  const env = loadEnv(environment);
  await requireDatabase(env.DATABASE_URL);
  const migrated = await migrate(env.DATABASE_URL, path.resolve("prisma/migrations"));
  return {
    directory,
    databaseDirectory: null,
    environment,
    env,
    migrated,
    close: async () => {},
  };
}

function environmentOfRunning(directory: string): Record<string, string | undefined> {
  const running = readRunning(directory);
  if (!running) return {};
  const { port } = new URL(running.url);
  return { DATABASE_URL: running.databaseUrl ?? "", PORT: port, PUBLIC_URL: running.publicUrl };
}

function withoutEmpty(environment: Record<string, string | undefined>): Record<string, string> {
  const set = Object.entries(environment).filter((entry): entry is [string, string] => !!entry[1]);
  return Object.fromEntries(set);
}
