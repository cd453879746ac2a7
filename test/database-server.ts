import { createHash } from "node:crypto";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import pg from "pg";
import type { TestProject } from "vitest/node";
import { startEmbeddedPostgres } from "@/scripts/embedded-postgres/supervisor";
import { migrate } from "@/scripts/migrate";

declare module "vitest" {
  interface ProvidedContext {
    /** Of a superuser or owner who may create databases. */
    testServerUrl: string;
    /** The migrated database that each test file clones. */
    testTemplate: string;
  }
}

/**
 * Before the first test: a PostgreSQL in a temporary directory (without TEST_DATABASE_URL), and on
 * it a template database with all migrations applied, named after their content.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const given = process.env["TEST_DATABASE_URL"];
  const server = given ? { url: given, stop: async () => {} } : await temporaryServer();
  project.provide("testServerUrl", server.url);
  project.provide("testTemplate", await ensureTemplate(server.url));
  return server.stop;
}

/** Without durability: nothing here outlives the run. */
export async function temporaryServer(): Promise<{
  url: string;
  stop(): Promise<void>;
}> {
  const root = fs.mkdtempSync(path.join(os.tmpdir(), "countersign-test-"));
  // The database runs under an account of its own when we are root.
  fs.chmodSync(root, 0o755);
  const embedded = await startEmbeddedPostgres({
    directory: path.join(root, "postgres"),
    settings: [
      "fsync=off",
      "synchronous_commit=off",
      "full_page_writes=off",
      // Each test file, and each copy of the app that it starts, has a pool of its own.
      "max_connections=300",
    ],
  });
  return {
    url: embedded.superuserUrl,
    async stop() {
      await embedded.stop();
      fs.rmSync(root, { recursive: true, force: true });
    },
  };
}

export async function ensureTemplate(serverUrl: string): Promise<string> {
  const directory = path.resolve("prisma/migrations");
  const hash = createHash("sha256");
  for (const name of fs.readdirSync(directory).sort()) {
    const file = path.join(directory, name, "migration.sql");
    if (fs.existsSync(file)) hash.update(name).update(fs.readFileSync(file));
  }
  const template = `countersign_template_${hash.digest("hex").slice(0, 16)}`;
  const client = new pg.Client({ connectionString: serverUrl });
  await client.connect();
  try {
    // One run at a time makes it; the lock is of the server, so that runs may share one.
    await client.query("SELECT pg_advisory_lock(hashtext($1))", [template]);
    const { rows } = await client.query(
      "SELECT FROM pg_database WHERE datname = $1 AND datistemplate",
      [template],
    );
    if (rows.length === 0) {
      const name = client.escapeIdentifier(template);
      await client.query(`DROP DATABASE IF EXISTS ${name}`);
      await client.query(`CREATE DATABASE ${name}`);
      const url = new URL(serverUrl);
      url.pathname = `/${template}`;
      await migrate(url.toString(), directory);
      await client.query(`ALTER DATABASE ${name} IS_TEMPLATE true`);
    }
  } finally {
    await client.end();
  }
  return template;
}
