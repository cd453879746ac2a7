import { createServer, type AddressInfo } from "node:net";
import { once } from "node:events";
import pg from "pg";
import { expect, test } from "vitest";
import { testDatabase } from "@/test/database";
import { requireDatabase } from "./given-database";

const database = testDatabase();

function urlWith(change: (url: URL) => void): string {
  const url = new URL(database.url);
  change(url);
  return url.toString();
}

test("a database that can be reached and is new enough is accepted", async () => {
  await expect(requireDatabase(database.url)).resolves.toBeUndefined();
});

test("a PostgreSQL before 15 is refused by its version", async () => {
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  // A real server that says it is an old one.
  await client.query(`
    CREATE SCHEMA old;
    CREATE FUNCTION old.current_setting(text) RETURNS text RETURN '140022';`);
  await client.end();
  const url = urlWith(({ searchParams }) =>
    searchParams.set("options", "-c search_path=old,pg_catalog"),
  );
  await expect(requireDatabase(url)).rejects.toThrow(
    "This PostgreSQL is version 14; Countersign needs 15 or later.",
  );
});

test("a server that isn't there is named by host, port and role", async () => {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  const url = `postgresql://app:hunter2@127.0.0.1:${port}/countersign`;
  await expect(requireDatabase(url)).rejects.toThrow(
    `PostgreSQL can't be reached: connect ECONNREFUSED 127.0.0.1:${port} (DATABASE_URL names ` +
      `127.0.0.1:${port}, database countersign, role app).`,
  );
});

test("a wrong password is told, and not repeated", async () => {
  const url = urlWith((wrong) => (wrong.password = "hunter2"));
  const refused = await requireDatabase(url).catch(String);
  expect(refused).toContain("password authentication failed");
  expect(refused).not.toContain("hunter2");
});

test("a database that doesn't exist is named", async () => {
  const url = urlWith((wrong) => (wrong.pathname = "/nowhere"));
  await expect(requireDatabase(url)).rejects.toThrow(/database "nowhere" does not exist/);
});
