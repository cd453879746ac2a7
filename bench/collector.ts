import { mkdtempSync, chmodSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import pg from "pg";
import { nameOf } from "@/lib/blast-radius/collectors/postgres/catalog";
import { measureScript } from "@/lib/blast-radius/collectors/postgres/measure";
import { parsePostgres } from "@/lib/blast-radius/sql/parse";
import { openReadOnlySession } from "@/lib/data/read-only-session";
import { startEmbeddedPostgres } from "@/scripts/embedded-postgres/supervisor";

const ROWS = 10_000_000;
const CUSTOMERS = 1_000_000;
const ROUNDS = 5;
/** As a submission waits. */
const MEASURE_MS_MAX = 5_000;

const SCHEMA = `
  CREATE UNLOGGED TABLE customers (id int PRIMARY KEY);
  CREATE UNLOGGED TABLE orders (id int PRIMARY KEY, customer int NOT NULL, state int NOT NULL);
  INSERT INTO customers SELECT generate_series(1, ${CUSTOMERS});
  INSERT INTO orders SELECT i, 1 + i % ${CUSTOMERS}, i % 10 FROM generate_series(1, ${ROWS}) i;
  CREATE INDEX ON orders (customer);
  ALTER TABLE orders ADD FOREIGN KEY (customer) REFERENCES customers ON DELETE CASCADE;
  VACUUM ANALYZE customers;
  VACUUM ANALYZE orders;`;

/** A statement, and a count that somebody would write by hand for the same number. */
const CASES = [
  ["all rows", "DELETE FROM orders", "SELECT count(*) FROM orders"],
  [
    "a tenth of them",
    "DELETE FROM orders WHERE state = 3",
    "SELECT count(*) FROM orders WHERE state = 3",
  ],
  ["TRUNCATE", "TRUNCATE orders", "SELECT count(*) FROM orders"],
  [
    "a cascade from 1,000",
    "DELETE FROM customers WHERE id <= 1000",
    "SELECT (SELECT count(*) FROM customers WHERE id <= 1000) + (SELECT count(*) FROM orders WHERE customer <= 1000)",
  ],
  [
    "a cascade from all",
    "DELETE FROM customers",
    "SELECT (SELECT count(*) FROM customers) + (SELECT count(*) FROM orders)",
  ],
] as const;

/** How long the collector takes on ten million rows, as a multiple of a plain count in the same round. */
export async function benchCollector(): Promise<void> {
  const directory = mkdtempSync(path.join(os.tmpdir(), "countersign-bench-"));
  chmodSync(directory, 0o755);
  const server = await startEmbeddedPostgres({ directory: path.join(directory, "postgres") });
  const client = new pg.Client({ connectionString: server.superuserUrl });
  try {
    await client.connect();
    for (const statement of SCHEMA.split(";\n")) await client.query(statement);
    console.log(
      `${os.cpus().length} cores, Node ${process.version}, ${ROWS.toLocaleString("en")} rows, median of ${ROUNDS} rounds\n`,
    );
    for (const [what, statement, plain] of CASES)
      await compare(what, statement, { plain, client, url: server.superuserUrl });
  } finally {
    await client.end();
    await server.stop();
    rmSync(directory, { recursive: true, force: true });
  }
}

async function compare(
  what: string,
  statement: string,
  { plain, client, url }: { plain: string; client: pg.Client; url: string },
): Promise<void> {
  const times: { collector: number; plain: number }[] = [];
  let found = "";
  for (let round = 0; round <= ROUNDS; round++) {
    const collector = await timed(async () => {
      const statements = await parsePostgres(statement, 10_000);
      const session = await openReadOnlySession(url, MEASURE_MS_MAX);
      const impacts = await measureScript(session, statements);
      await session.close();
      found = impacts
        .flatMap(({ tables }) => tables)
        .map(({ table, count: { value, bound } }) => `${nameOf(table)} ${bound} ${value}`)
        .join(", ");
    });
    const time = { collector, plain: await timed(() => client.query(plain)) };
    if (round > 0) times.push(time); // the first one warms what is read
  }
  const ratio = median(times.map((time) => time.collector / time.plain));
  console.log(
    `${what.padEnd(22)} collector ${ms(times.map((t) => t.collector))}  plain count ${ms(times.map((t) => t.plain))}  ratio ${ratio.toFixed(2)}   ${found}`,
  );
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}

const median = (values: number[]) =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
const ms = (values: number[]) => `${median(values).toFixed(0).padStart(5)} ms`;
