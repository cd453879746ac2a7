import { randomBytes } from "node:crypto";
import pg from "pg";
import { appEnvironment, freePort, startApp, type AppProcess } from "@/test/app-process";
import { ensureTemplate } from "@/test/database-server";
import { makeWorld, type World } from "@/test/seed";
import { startMailStub, type MailStub } from "./mail-stub";

/** The built app on a database of its own, with a stub where Resend would be. */
export interface Deployment {
  /** The configured origin, which browsers use. */
  url: string;
  databaseUrl: string;
  world: World;
  mail: MailStub;
  app: AppProcess;
  /** For a command that runs beside the app. */
  environment: NodeJS.ProcessEnv;
  /** Another copy of the app on the same database and with the same origin. */
  addCopy(environment?: Record<string, string>): Promise<AppProcess>;
  /** Kills the first copy (SIGKILL) and starts it again on the same port. */
  crash(): Promise<void>;
  close(): Promise<void>;
}

type Environment = Record<string, string>;

/** `environment` may depend on the origin, which is only known here. */
export async function deploy(
  environment: Environment | ((url: string) => Promise<Environment>) = {},
): Promise<Deployment> {
  const serverUrl = process.env["TEST_DATABASE_URL"];
  if (!serverUrl) throw new Error("global-setup.ts names the database server, and didn't run");
  const database = await cloneTemplate(serverUrl);
  const mail = await startMailStub();
  const port = await freePort();
  const url = `http://localhost:${port}`;
  const world = await makeWorld(database.url, url);
  const given = typeof environment === "function" ? await environment(url) : environment;
  const settings = (at: number, extra: Environment = {}) => ({
    databaseUrl: database.url,
    port: at,
    publicUrl: url,
    mailUrl: mail.url,
    environment: { ...given, ...extra },
  });
  const start = (at: number, extra?: Environment) => startApp(settings(at, extra));
  let app = await start(port);
  const copies: AppProcess[] = [];
  return {
    url,
    databaseUrl: database.url,
    world,
    mail,
    environment: appEnvironment(settings(port)),
    get app() {
      return app;
    },
    async addCopy(extra) {
      const copy = await start(await freePort(), extra);
      copies.push(copy);
      return copy;
    },
    async crash() {
      await app.kill();
      app = await start(port);
    },
    async close() {
      await Promise.all([app, ...copies].map((copy) => copy.stop()));
      await world.base.changes.close();
      await world.base.db.close();
      await mail.close();
      await database.drop();
    },
  };
}

async function cloneTemplate(serverUrl: string) {
  const name = `countersign_e2e_${randomBytes(8).toString("hex")}`;
  const template = await ensureTemplate(serverUrl);
  const run = async (statement: string) => {
    const client = new pg.Client({ connectionString: serverUrl });
    await client.connect();
    await client.query(statement).finally(() => client.end());
  };
  await run(`CREATE DATABASE ${name} TEMPLATE ${template}`);
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return {
    url: url.toString(),
    drop: () => run(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`),
  };
}
