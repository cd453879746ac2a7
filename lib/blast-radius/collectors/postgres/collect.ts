import { TooManyAtOnce, TooSlow } from "@/lib/core/read-only-session";
import type { Declared } from "../../findings";
import type { Collector, Measurement } from "../../measurement";
import { parsePostgres } from "../../sql/parse";
import { SqlParseError } from "../../sql/parse-error";
import { asMeasurement } from "./as-measurement";
import { measureScript } from "./measure";
import { identify, type PostgresSource, type SourceOf } from "./source";

/** Counts what PostgreSQL's SQL would hit, in the live database, by SELECTs alone. */
export const postgresCollector =
  (sourceOf: SourceOf): Collector =>
  async (declared, findings) => {
    if (findings.sql?.dialect !== "postgresql") return null;
    const source = await sourceOf(declared);
    return source && measureIn(source, declared, findings.sql.text);
  };

/**
 * Where nobody is going to see the question: by counting what matches one condition after the other, an
 * agent could read the data itself. So nothing is counted, and the report says that.
 */
export const uncounted =
  (sourceOf: SourceOf): Collector =>
  async (declared, findings) => {
    if (findings.sql?.dialect !== "postgresql" || !(await sourceOf(declared))) return null;
    const unknown = {
      what: HOW_MUCH,
      why: "It isn't measured in a preview, which nobody reviews: counts would tell what the data is.",
      resolve: "Submit the operation: it is measured then, and its reviewers see what was asked.",
    };
    return { ...NOTHING, unknowns: [unknown] };
  };

const HOW_MUCH = "How much does it hit in the live database?";

/** Beyond what the session itself may take: for the parser, which all submissions share. */
const COLLECT_MS_MAX = 5_500;

async function measureIn(
  source: PostgresSource,
  declared: Declared,
  script: string,
): Promise<Measurement> {
  try {
    return await inTime(async () => {
      const statements = await parsePostgres(script); // before there is a session that waits for it
      const session = await source.open();
      try {
        const identity = await identify(session);
        const impacts = await measureScript(session, statements);
        return asMeasurement(source, declared, identity, impacts);
      } finally {
        await session.close();
      }
    });
  } catch (error) {
    return { ...NOTHING, unknowns: [{ what: HOW_MUCH, ...whyNot(error, source.name) }] };
  }
}

/** What isn't done by then is left to end by itself, as the session does. */
async function inTime<T>(work: () => Promise<T>): Promise<T> {
  let timer;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new TooSlow("the time is up")), COLLECT_MS_MAX);
  });
  try {
    return await Promise.race([work(), late]);
  } finally {
    clearTimeout(timer);
  }
}

/** The driver's message may quote a secret, so it goes nowhere. */
function whyNot(error: unknown, name: string): { why: string; resolve: string } {
  if (error instanceof SqlParseError)
    return { why: error.message, resolve: "Ask for a smaller or simpler script." };
  if (error instanceof TooManyAtOnce)
    return {
      why: `Too many measurements are under way to look into ${name} too.`,
      resolve: "Recompute in a moment, or count by hand.",
    };
  if (error instanceof TooSlow)
    return {
      why: `Looking into the database registered as ${name} took too long.`,
      resolve: "Recompute when it is less busy, or count by hand.",
    };
  return {
    why: `The database registered as ${name} couldn't be looked into just now.`,
    resolve: "Recompute when it can be reached again, or count by hand.",
  };
}

const NOTHING: Measurement = {
  resources: [],
  targets: null,
  figures: {},
  outcome: null,
  environments: null,
  reversibility: null,
  headline: null,
  verdicts: [],
  answered: [],
  unknowns: [],
  evidence: [],
};
