import pg from "pg";
import { afterAll, beforeAll, expect, it } from "vitest";
import { postgresCollector } from "@/lib/blast-radius/collectors/postgres/collect";
import { notMeasured } from "@/lib/blast-radius/facts";
import { parsePostgres } from "@/lib/blast-radius/sql/parse";
import type { Declared, Findings } from "@/lib/blast-radius/findings";
import type { ActorOf } from "@/lib/core/actor";
import { connectDatabase } from "@/lib/data/database";
import { contextFor, type ServiceContext } from "@/lib/services/context";
import { makeReaderRole, type ReaderRole } from "@/test/reader-role";
import { startStallingProxy, type StallingProxy } from "@/test/stalling-proxy";
import { testWorld } from "@/test/world";
import { registerConnection } from "./register";
import { sourceFor } from "./source";
import { MEASUREMENTS_PER_DATABASE_MAX } from "./turns";

const world = testWorld();
let reader: ReaderRole;
let proxy: StallingProxy;
let operator: ServiceContext<ActorOf<"operator">>;
/** The submission's own limit is 5 s; a busy machine's scheduling comes on top. */
const WAIT_MS_MAX = 6_500;

beforeAll(async () => {
  await parsePostgres("SELECT 1", 10_000); // its thread starts once, which isn't a measurement's time
  const owner = new pg.Client({ connectionString: world.base.db.url });
  await owner.connect();
  await owner.query(`CREATE SCHEMA shop;
    CREATE TABLE shop.big (id int PRIMARY KEY);
    INSERT INTO shop.big SELECT generate_series(1, 150000);
    ANALYZE shop.big;`);
  await owner.end();
  reader = await makeReaderRole(world.base.db.url, `patient_reader_${process.pid}`, "shop");
  proxy = await startStallingProxy(reader.url);
  operator = contextFor(world.base, { kind: "operator", login: "test" });
  const resources = "*";
  await registerConnection(operator, {
    name: "sound",
    environment: "staging",
    resources,
    url: reader.url,
  });
  await registerConnection(operator, {
    name: "hanging",
    environment: "production",
    resources,
    url: proxy.url,
  });
});
afterAll(async () => {
  await proxy.close();
  await reader.drop();
});

function measure(environment: string, text: string, ctx: ServiceContext = operator) {
  const declared: Declared = {
    operationDigest: `sha-256:${"0".repeat(64)}`,
    environment: { slug: environment, kind: "other" },
    action: "postgresql.rows.delete",
    resource: { type: "postgresql.table", id: "shop.big" },
    params: {},
    artifact: { kind: "none" },
    claims: {},
    now: new Date(),
  };
  const findings = {
    ...notMeasured(declared.now),
    sql: { dialect: "postgresql", text },
  } as unknown as Findings;
  return postgresCollector((asked) => sourceFor(ctx, asked))(declared, findings);
}

async function timed<T>(work: Promise<T>): Promise<{ value: T; ms: number }> {
  const began = performance.now();
  const value = await work;
  return { value, ms: performance.now() - began };
}

const ENDLESS = "(SELECT count(*) FROM shop.big b, shop.big c WHERE b.id + c.id + big.id > 0) > 0";

it.each([
  ["at_least", `DELETE FROM shop.big WHERE id <= 120000 OR ${ENDLESS}`],
  ["estimate", `DELETE FROM shop.big WHERE ${ENDLESS}`],
])("a count that is cut off is marked: %s, and what else falls is open", async (bound, sql) => {
  const { value, ms } = await timed(measure("staging", sql));
  expect(value?.figures.records_deleted).toMatchObject({ bound, assurance: "observed" });
  expect(value?.outcome?.value).toBe("unknown");
  expect(value?.headline).toBeNull();
  expect(value?.answered).not.toContain("records");
  expect(value?.unknowns[0]?.why).toContain("took too long");
  expect(ms).toBeLessThan(WAIT_MS_MAX);
});

it("statements that take too long together leave the last ones uncounted, not the time overdrawn", async () => {
  const { value, ms } = await timed(
    measure("staging", `SELECT 1; ${`DELETE FROM shop.big WHERE ${ENDLESS};`.repeat(6)}`),
  );
  expect(value?.figures.records_deleted?.bound).not.toBe("exact");
  expect(ms).toBeLessThan(WAIT_MS_MAX);
});

it("a database that hangs costs its own submissions 5 seconds, and those of others and the app's pool nothing", async () => {
  proxy.stall();
  const narrow = connectDatabase(world.base.db.url, 1);
  const ctx = { ...operator, db: narrow };
  const asked = Array.from({ length: 12 }, () =>
    timed(measure("production", "DELETE FROM shop.big", ctx)),
  );
  const other = measure("staging", "DELETE FROM shop.big WHERE id <= 10", ctx);
  expect((await other)?.figures.records_deleted).toMatchObject({ value: 10, bound: "exact" });
  const pool = await timed(narrow.query({ text: "SELECT 1" }, []));
  expect(pool.ms).toBeLessThan(1_000);

  const answers = await Promise.all(asked);
  await narrow.close();
  const said = answers.map(({ value }) => value?.unknowns[0]?.why ?? "");
  expect(said.filter((why) => why.startsWith("Too many measurements")).length).toBeGreaterThan(0);
  expect(said.every((why) => /Too many|couldn't be looked into|took too long/.test(why))).toBe(
    true,
  );
  expect(Math.max(...answers.map(({ ms }) => ms))).toBeLessThan(WAIT_MS_MAX);
  expect(MEASUREMENTS_PER_DATABASE_MAX).toBeLessThan(answers.length);
  await expect.poll(() => proxy.open()).toBe(0);
});
