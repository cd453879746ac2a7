import path from "node:path";
import { loadEnv, secretNames, type Env } from "@/lib/env";
import { readRunning, type RunningApp } from "../bootstrap/running.mjs";
import { startEmbeddedPostgres } from "../embedded-postgres/supervisor";
import { migrate } from "../migrate";
import { databaseDirectory } from "./database-directory";
import { requireDatabase } from "./given-database";
import { instanceSecrets } from "./secrets";
import { StartError } from "./start-error";
import { stateDirectory } from "./state-directory";

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
  /** Instead of this process's own. */
  environment?: Record<string, string | undefined>;
}

/**
 * Readies what stands under the app: secrets, PostgreSQL, schema. Locally all of it comes into
 * being on the first call; a production start (NODE_ENV=production with DATABASE_URL) must be
 * given everything.
 *
 * @throws EnvError, MigrationError, StartError, whose messages are meant for the operator
 */
export async function openInstance(options: OpenOptions): Promise<Instance> {
  const environment = options.environment ?? process.env;
  const directory = stateDirectory(environment);
  const running = options.besideRunning ? readRunning(directory) : undefined;
  const given = withoutEmpty({
    ...(running && environmentOf(running)),
    ...withoutEmpty(environment),
  });
  if (running?.deployment === "production") requireItsEnvironment(running, given);
  const isProduction =
    running?.deployment === "production" ||
    (given["NODE_ENV"] === "production" && given["DATABASE_URL"]);
  if (isProduction) return withDatabase(directory, { ...given, DEPLOYMENT: "production" });

  const complete = {
    ...instanceSecrets(directory),
    MAIL_DIRECTORY: path.join(directory, "mail"),
    ...given,
    DEPLOYMENT: "local",
  };
  if (given["DATABASE_URL"]) return withDatabase(directory, complete);

  const files = databaseDirectory(directory);
  const database = await startEmbeddedPostgres({ directory: files, log: options.log });
  try {
    const instance = await withDatabase(directory, {
      ...complete,
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

function environmentOf(app: RunningApp): Record<string, string> {
  const { port } = new URL(app.url);
  return { DATABASE_URL: app.databaseUrl ?? "", PORT: port, PUBLIC_URL: app.publicUrl };
}

/** Beside an app that was given its secrets, others made here would be of no use, and do harm. */
function requireItsEnvironment(app: RunningApp, given: Record<string, string>): void {
  const missing = [...secretNames, "RESEND_API_KEY"].filter((name) => !given[name]);
  if (missing.length === 0) return;
  throw new StartError(
    `Countersign runs here in production (process ${app.pid}). Give this command the same ` +
      `environment: it lacks ${missing.join(", ")}.`,
  );
}

function withoutEmpty(environment: Record<string, string | undefined>): Record<string, string> {
  const set = Object.entries(environment).filter((entry): entry is [string, string] => !!entry[1]);
  return Object.fromEntries(set);
}
