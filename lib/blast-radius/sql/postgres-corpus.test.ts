import fs from "node:fs";
import path from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import type { EffectKind } from "@/lib/core/impact";
import { SqlParseError } from "./parse-error";
import { readPostgres } from "./read-postgres";

/** 3,000 statements of PostgreSQL's own regression tests; skipped where they aren't. */
const CORPUS = path.resolve(
  import.meta.dirname,
  "../../../../shared/corpora/sql/postgres-statements.json",
);

interface Read {
  readonly sql: string;
  /** Null: refused. */
  readonly effects: readonly EffectKind[] | null;
}

/** A second opinion that knows no grammar: words that stand in the text, outside of quotes and comments. */
const LOUD =
  /\b(delete|update|truncate|drop|merge|alter|grant|revoke|replace|rename|detach|reassign|refresh|reindex|cluster|lock|insert|copy|create|comment|security|import|load|do|call|into)\b|vacuum\W+full/i;

const bare = (sql: string) =>
  sql
    .replace(/\$(\w*)\$[\s\S]*?\$\1\$/g, "''")
    .replace(/'(?:[^']|'')*'|"(?:[^"]|"")*"/g, "''")
    .replace(/\/\*[\s\S]*?\*\/|--.*/g, " ");

/** Why a loud word means nothing there, with what shows it. */
const EXCEPTIONS: readonly {
  readonly reason: string;
  readonly holds: (sql: string) => boolean;
}[] = [
  {
    reason: "EXPLAIN without ANALYZE runs nothing",
    holds: (sql) => /^\s*explain\b(?![^;]*\banaly[sz]e\b)/i.test(bare(sql)),
  },
  {
    reason: "REINDEX CONCURRENTLY locks nobody out",
    holds: (sql) => /^\s*reindex\W.*\bconcurrently\b/i.test(bare(sql)),
  },
  {
    reason: "replace() is a function over text",
    holds: (sql) => !LOUD.test(bare(sql).replace(/\breplace\(/gi, "(")),
  },
  {
    reason: "a DO whose body has no loud word (one selects a column called comment)",
    holds: (sql) => /^\s*do\b/i.test(sql) && !LOUD.test(bodyOf(sql).replace(/\bcomment\b/gi, "")),
  },
];
const bodyOf = (sql: string) => bare(sql.replace(/^\s*do\b/i, "").replace(/\$\w*\$/g, " "));

describe.skipIf(!fs.existsSync(CORPUS))("PostgreSQL's regression statements", () => {
  let all: Read[];
  beforeAll(async () => {
    const corpus = JSON.parse(fs.readFileSync(CORPUS, "utf8")) as Record<string, string[]>;
    all = [];
    for (const sql of Object.values(corpus).flat())
      all.push({ sql, effects: await effectsOf(sql) });
  }, 300_000);

  it("are all read", () => {
    expect(all.length).toBeGreaterThan(0);
    expect(all.filter(({ effects }) => effects === null).map(({ sql }) => sql)).toEqual([]);
  });

  it("are never without an effect where their text has a loud word", () => {
    const silent = all.filter(({ effects }) => effects?.length === 0);
    const missed = silent
      .filter(({ sql }) => LOUD.test(bare(sql)))
      .filter(({ sql }) => !EXCEPTIONS.some(({ holds }) => holds(sql)));
    expect(missed.map(({ sql }) => sql)).toEqual([]);
  });
});

async function effectsOf(sql: string): Promise<readonly EffectKind[] | null> {
  try {
    return (await readPostgres(sql)).acts.map(({ effect }) => effect);
  } catch (error) {
    if (error instanceof SqlParseError) return null;
    throw error;
  }
}
