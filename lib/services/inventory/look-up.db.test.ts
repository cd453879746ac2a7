import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { newId } from "@/lib/core/id";
import { matchesPattern } from "@/lib/core/scope";
import { LOOKUP, lookUpResources } from "@/lib/data/inventory-lookup";
import { testWorld } from "@/test/world";

const world = testWorld();
let environment: string;
let serial = 0;

const sql = <R extends object>(text: string, values: readonly unknown[] = []) =>
  world.base.db.query<R>({ text }, values);

beforeAll(async () => {
  environment = await world.addEnvironment("looked-up", "production");
});

/** Under a type of their own. */
async function registered(patterns: readonly string[]): Promise<string> {
  const type = `test.kind-${++serial}`;
  for (const pattern of patterns)
    await sql(
      `INSERT INTO inventory_resources (id, type, pattern, environment_id, criticality)
       VALUES ($1, $2, $3, $4, 'medium')`,
      [newId("inv"), type, pattern, environment],
    );
  return type;
}

const winner = async (type: string, id: string) =>
  (await lookUpResources(world.base.db, [{ type, id }]))[0]?.pattern ?? null;

/** The rule, said plainly: exact, then the longest beginning, the most letters, the fewest stars, the text. */
function mostExact(patterns: readonly string[], id: string): string | null {
  const rank = (pattern: string): (number | string)[] => [
    pattern.includes("*") ? 1 : 0,
    -(pattern.split("*")[0] ?? "").length,
    -pattern.replaceAll("*", "").length,
    pattern.length,
    pattern,
  ];
  const before = (a: string, b: string): number => {
    const [x, y] = [rank(a), rank(b)];
    const i = x.findIndex((part, at) => part !== y[at]);
    return i === -1 ? 0 : (x[i] ?? 0) < (y[i] ?? 0) ? -1 : 1;
  };
  return patterns.filter((pattern) => matchesPattern(pattern, id)).toSorted(before)[0] ?? null;
}

describe("of the patterns that match, the most exact wins", () => {
  it.each([
    ["vol_1", ["*", "vol_*", "vol_1"], "vol_1"],
    ["vol_12", ["*", "vol_*", "vol_1"], "vol_*"],
    ["vol_12", ["vol_*", "vol_1*", "*_12"], "vol_1*"],
    ["vol_prod_1", ["vol_*", "vol_*_1", "vol_*prod*1"], "vol_*prod*1"],
    ["disk", ["vol_*", "vol_1"], null],
    ["vol_*", ["vol_*"], "vol_*"],
    ["a%b_c\\d", ["a%b_c\\d*", "a*"], "a%b_c\\d*"],
    ["axbyczd", ["a%b_c\\d*", "a_b*"], null],
    ["größe-ß", ["größ*", "g*"], "größ*"],
  ])("%s of %j: %s", async (id, patterns, expected) => {
    expect(await winner(await registered(patterns), id)).toBe(expected);
  });

  it("as the rule says, for any patterns and any id", async () => {
    const unit = fc.constantFrom("a", "b", "*", "*", "%", "_", "\\");
    const patterns = fc.uniqueArray(fc.string({ unit, minLength: 1, maxLength: 6 }), {
      minLength: 1,
      maxLength: 12,
    });
    const ids = fc.array(fc.string({ unit, maxLength: 7 }), { minLength: 8, maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(patterns, ids, async (given, asked) => {
        const type = await registered(given);
        const found = await lookUpResources(
          world.base.db,
          [...new Set(asked)].map((id) => ({ type, id })),
        );
        for (const id of asked)
          expect(found.find((one) => one.asked.id === id)?.pattern ?? null, id).toBe(
            mostExact(given, id),
          );
      }),
      { numRuns: 80 },
    );
  });

  it("another type's patterns say nothing", async () => {
    await registered(["*"]);
    expect(await winner("test.another", "vol_1")).toBeNull();
  });
});

describe("with 100,000 resources registered", () => {
  const COUNT = 100_000;
  const BATCH = 10_000; // each well within the statement timeout
  beforeAll(async () => {
    for (let from = 1; from <= COUNT; from += BATCH)
      await sql(
        `INSERT INTO inventory_resources (id, type, pattern, environment_id, criticality)
         SELECT 'inv_scale' || n, 'test.scale', CASE WHEN n % 2 = 0 THEN 'vol_' || n ELSE 'vol_' || n || '-*' END,
           $1, 'medium' FROM generate_series($2::int, $3::int) n`,
        [environment, from, from + BATCH - 1],
      );
    await sql("ANALYZE inventory_resources");
  });

  it("one lookup goes by the indexes alone, for an id as for a pattern", async () => {
    for (const id of ["vol_50000", "vol_77777-blue", "nothing-of-ours"]) {
      const rows = await sql<{ "QUERY PLAN": string }>(
        `EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF, SUMMARY OFF) ${LOOKUP.text}`,
        [["test.scale"], [id]],
      );
      const plan = rows.map((row) => row["QUERY PLAN"]).join("\n");
      expect(plan).not.toMatch(/Seq Scan on inventory_resources/);
      expect(plan).toMatch(/inventory_resources_type_pattern_key/);
      expect(plan).toMatch(/inventory_resources_wildcard_idx/);
      const touched = [
        ...plan.matchAll(/Rows Removed by (?:Filter|Join Filter|Index Recheck): (\d+)/g),
      ];
      expect(Math.max(0, ...touched.map(([, n]) => Number(n))), plan).toBeLessThan(100);
    }
    expect(await winner("test.scale", "vol_50000")).toBe("vol_50000");
    expect(await winner("test.scale", "vol_77777-blue")).toBe("vol_77777-*");
  });
});
