import { randomBytes } from "node:crypto";
import pg from "pg";
import { afterAll, beforeAll, inject } from "vitest";

export interface TestDatabase {
  /** Connection URL of this file's own database; read it inside tests and hooks only. */
  readonly url: string;
}

/**
 * Gives the test file a database of its own, cloned from the migrated template before its first
 * test and dropped after its last one. Call it once, at the top of the file; close all
 * connections in an `afterAll` of your own, or lose them when it is dropped.
 */
export function testDatabase(): TestDatabase {
  const serverUrl = inject("testServerUrl");
  const name = `countersign_test_${randomBytes(8).toString("hex")}`;
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;

  beforeAll(() =>
    onServer(serverUrl, `CREATE DATABASE ${name} TEMPLATE ${inject("testTemplate")}`),
  );
  afterAll(() => onServer(serverUrl, `DROP DATABASE ${name} WITH (FORCE)`));
  return { url: url.toString() };
}

async function onServer(serverUrl: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: serverUrl });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
