import os from "node:os";
import type { Declared } from "@/lib/blast-radius/findings";
import { analyzeSql } from "@/lib/blast-radius/analyzers/sql";

const ROUNDS = 7;
const STATEMENT = "DELETE FROM shop.orders WHERE customer_id = 42 AND created_at < '2020-01-01';";

/** Artifacts by size: what they are, how many statements, the text. */
const ARTIFACTS = [
  ["one statement", 1, STATEMENT],
  ["10 statements", 10, STATEMENT.repeat(10)],
  ["100 statements", 100, STATEMENT.repeat(100)],
  ["1,000 statements", 1_000, STATEMENT.repeat(1_000)],
  ["1,000 values", 1, `DELETE FROM t WHERE id IN (${"123456,".repeat(1_000)}1)`],
  ["20,000 values", 1, `DELETE FROM t WHERE id IN (${"123456,".repeat(20_000)}1)`],
  ["a DO block of 10", 10, `DO $$ BEGIN ${STATEMENT.repeat(10)} END $$`],
] as const;

const declare = (dialect: "postgresql" | "mysql", content: string): Declared => ({
  operationDigest: `sha-256:${"0".repeat(64)}`,
  environment: { slug: "production", kind: "production" },
  action: "orders.delete",
  resource: { type: `${dialect}.table`, id: "shop.orders" },
  params: {},
  artifact: { kind: "sql", dialect, content },
  claims: {},
  now: new Date(),
});

/** How long analyzers take, in µs per statement: the fastest of several rounds, and the median. */
async function main(): Promise<void> {
  console.log(`${os.cpus().length} cores, Node ${process.version}, ${ROUNDS} rounds\n`);
  print(["µs per statement", "bytes", "best", "median", "status"]);
  for (const dialect of ["postgresql", "mysql"] as const)
    for (const [what, statements, content] of ARTIFACTS) {
      const times: number[] = [];
      let status = "";
      for (let i = 0; i < ROUNDS; i++) {
        const start = performance.now();
        ({ status } = await analyzeSql(declare(dialect, content), content));
        times.push(((performance.now() - start) * 1_000) / statements);
      }
      times.sort((a, b) => a - b);
      const [best = 0, median = 0] = [times[0], times[Math.floor(ROUNDS / 2)]];
      print([`${dialect} ${what}`, content.length, best.toFixed(0), median.toFixed(0), status]);
    }
}

function print(row: readonly (string | number)[]): void {
  console.log(row.map((cell, i) => String(cell).padEnd(i === 0 ? 32 : 10)).join(""));
}

await main();
