import { artifactSha256 } from "@/client/protocol/digest";
import { notMeasured } from "../facts";
import {
  EVIDENCE_ARTIFACT,
  quoted,
  type Declared,
  type Evidence,
  type Findings,
  type SqlToMeasure,
} from "../findings";
import type { SqlReading } from "../sql/act";
import { SqlParseError } from "../sql/parse-error";
import { readMysql } from "../sql/read-mysql";
import { readPostgres } from "../sql/read-postgres";
import { notUnderstood } from "./not-understood";
import { bySeverity, effectsOf, resourcesOf, reversibilityOf, targetsOf } from "./sql-impact";
import { headlineOf } from "./sql-headline";
import { unknownsOf } from "./sql-unknowns";
import { verdictsOnSql } from "./sql-verdicts";

const ANALYZER = { name: "sql", version: "1" } as const;
const QUERY_MAX = 1_000;

/** A dialect that we can read, and what reads it. Any other is said to be unread. */
const DIALECTS: Readonly<
  Record<
    SqlToMeasure["dialect"],
    { readonly read: (sql: string) => Promise<SqlReading>; readonly tool: string }
  >
> = {
  postgresql: { read: readPostgres, tool: "PostgreSQL's own parser over the exact bytes" },
  mysql: { read: readMysql, tool: "A MySQL parser over the exact bytes" },
};

/** What a script of SQL would do, from its own text and from what is known of its statements. */
export async function analyzeSql(declared: Declared, content: string): Promise<Findings> {
  const { artifact } = declared;
  const dialect = artifact.kind === "sql" ? artifact.dialect : "postgresql";
  return analyzeSqlOf(dialect, declared, content);
}

/** The same for SQL that stands in another artifact, such as a command's argument. */
export async function analyzeSqlOf(
  dialect: string,
  declared: Declared,
  content: string,
): Promise<Findings> {
  if (!isDialect(dialect))
    return unread(declared, `Countersign can't read SQL of the dialect ${quoted(dialect)}.`);
  const { read, tool } = DIALECTS[dialect];
  let reading: SqlReading;
  try {
    reading = await read(content);
  } catch (error) {
    if (!(error instanceof SqlParseError)) throw error;
    return unread(declared, error.message);
  }
  const acts = bySeverity(reading.acts);
  const verdicts = verdictsOnSql(declared, dialect, acts, reading.comparisons);
  return {
    ...notMeasured(declared.now),
    analyzer: ANALYZER,
    status: "read",
    headline: headlineOf(acts, verdicts),
    effects: effectsOf(acts),
    scopeParams: [
      {
        call: "the SQL",
        arguments: [],
        environment_argument: null,
        note: "SQL runs wherever it is sent: nothing in it limits it to an environment.",
      },
    ],
    resources: resourcesOf(acts, dialect, declared),
    recoveryPoints: [],
    reversibility: reversibilityOf(acts),
    targets: targetsOf(acts),
    sql: { dialect, text: content },
    verdicts,
    unknowns: unknownsOf(declared, dialect, { ...reading, acts }),
    evidence: [evidenceOf(declared, content, tool, reading)],
  };
}

const isDialect = (dialect: string): dialect is SqlToMeasure["dialect"] =>
  Object.hasOwn(DIALECTS, dialect);

const unread = (declared: Declared, why: string): Findings =>
  notUnderstood(declared, {
    analyzer: ANALYZER,
    status: "failed",
    what: "What does the SQL do?",
    why,
    resolve:
      "Deny, and ask the agent for plain statements that the database's own parser accepts. The database may read these otherwise.",
  });

function evidenceOf(
  declared: Declared,
  content: string,
  tool: string,
  { statements }: SqlReading,
): Evidence {
  return {
    id: EVIDENCE_ARTIFACT,
    source: "parsed",
    tool: `${tool}: ${statements} ${statements === 1 ? "statement" : "statements"}`,
    // Cut before it is quoted: that looks at each of its characters.
    query: quoted(content.slice(0, QUERY_MAX)),
    at: declared.now.toISOString(),
    digest: `sha-256:${artifactSha256(content)}`,
  };
}
