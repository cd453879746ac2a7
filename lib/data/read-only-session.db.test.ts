import { once } from "node:events";
import { createServer, type AddressInfo } from "node:net";
import { afterEach, expect, it } from "vitest";
import { TooSlow } from "@/lib/core/read-only-session";
import { testDatabase } from "@/test/database";
import { startStallingProxy } from "@/test/stalling-proxy";
import { openReadOnlySession } from "./read-only-session";

const database = testDatabase();
const opened: { close(): unknown }[] = [];
afterEach(async () => {
  for (const one of opened.splice(0)) await one.close();
});

const MANY = "SELECT count(*) FROM generate_series(1, 100000) a, generate_series(1, 100000) b";

it("a query that is cut off leaves the session usable; when the time is up nothing more is asked", async () => {
  const session = await openReadOnlySession(database.url, 6_000);
  opened.push(session);
  await expect(session.query(MANY)).rejects.toBeInstanceOf(TooSlow);
  expect(await session.query("SELECT 1 AS one")).toEqual([{ one: 1 }]);
  await expect(session.query(MANY)).rejects.toBeInstanceOf(TooSlow);
  await expect(session.query(MANY)).rejects.toBeInstanceOf(TooSlow);
  await expect(session.query("SELECT 1")).rejects.toBeInstanceOf(TooSlow);
});

it("a server that stops talking in the middle is let go when the time is up", async () => {
  const proxy = await startStallingProxy(database.url);
  opened.push(proxy);
  const session = await openReadOnlySession(proxy.url, 1_500);
  proxy.stall();
  const began = performance.now();
  await expect(session.query("SELECT 1")).rejects.toBeInstanceOf(TooSlow);
  await session.close();
  expect(performance.now() - began).toBeLessThan(3_000);
  await expect.poll(() => proxy.open()).toBe(0);
});

it("where TLS is asked for and refused, nothing is said in the clear", async () => {
  let heard = Buffer.alloc(0);
  const server = createServer((socket) => {
    socket
      .on("error", () => undefined)
      .on("data", (data) => {
        heard = Buffer.concat([heard, data]);
        socket.write("N");
      });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  opened.push(server);
  const { port } = server.address() as AddressInfo;
  const url = `postgresql://reader:secret@127.0.0.1:${port}/shop?sslmode=require`;
  await expect(openReadOnlySession(url, 2_000)).rejects.toThrow(/SSL/);
  expect(heard).toEqual(Buffer.from([0, 0, 0, 8, 4, 210, 22, 47])); // SSLRequest, and no more
});

it("no password of the process's own environment is sent to another server", async () => {
  process.env["PGPASSWORD"] = decodeURIComponent(new URL(database.url).password);
  const url = new URL(database.url);
  url.password = "";
  try {
    await expect(openReadOnlySession(url.toString(), 2_000)).rejects.toThrow();
  } finally {
    delete process.env["PGPASSWORD"];
  }
});

it("sees one state and may not write, whatever it asks", async () => {
  const session = await openReadOnlySession(database.url, 10_000);
  opened.push(session);
  const [settings] = await session.query(
    `SELECT current_setting('transaction_read_only') AS read_only, current_setting('row_security') AS rls,
      current_setting('transaction_isolation') AS isolation, (current_schemas(true))[1]::text AS first`,
  );
  expect(settings).toEqual({
    read_only: "on",
    rls: "off",
    isolation: "repeatable read",
    first: "pg_catalog",
  });
  for (const text of [
    "CREATE TABLE t (i int)",
    "SELECT nextval('s')",
    "SET TRANSACTION READ WRITE",
  ])
    await expect(session.query(text)).rejects.toThrow(/refuses/);
});
