import { PrismaPg } from "@prisma/adapter-pg";
import pg from "pg";
import { PrismaClient, type Prisma } from "./generated/client";

/** A statement with a name is prepared once per connection: the hot paths have one each. */
export interface Statement {
  readonly name?: string;
  readonly text: string;
}

/** Runs SQL: on the pool, in a raw transaction, or in a Prisma one. Rows come back with their column names. */
export interface Executor {
  query<R extends object>(statement: Statement, values: readonly unknown[]): Promise<R[]>;
}

export interface Database extends Executor {
  readonly pool: pg.Pool;
  readonly prisma: PrismaClient;
  readonly url: string;
  /** One READ COMMITTED transaction on one connection; rolled back when `work` throws. */
  transaction<T>(work: (tx: Executor) => Promise<T>): Promise<T>;
  /** The same through Prisma's model API, for administration; `executor` runs raw SQL inside it. */
  administer<T>(work: (tx: Prisma.TransactionClient, executor: Executor) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/** The UTC option is not cosmetic: the Prisma adapter drops the offset of a timestamptz. */
const SESSION_OPTIONS =
  "-c timezone=UTC -c statement_timeout=30000 -c idle_in_transaction_session_timeout=30000";

/** Administration waits in line for its lock: by default Prisma would give up after five seconds. */
const ADMINISTER_LIMITS = { maxWait: 10_000, timeout: 30_000 };

const executorOn = (client: pg.Pool | pg.PoolClient): Executor => ({
  async query<R extends object>(statement: Statement, values: readonly unknown[]) {
    const result = await client.query<R>({ ...statement, values: [...values] });
    return result.rows;
  },
});

export function connectDatabase(url: string, poolSize: number): Database {
  const config = {
    connectionString: url,
    max: poolSize,
    // For a connection, new or free: past it the caller is told to come again, rather than never.
    connectionTimeoutMillis: 10_000,
    options: SESSION_OPTIONS,
    application_name: "countersign",
  };
  const pool = new pg.Pool(config);
  // An idle connection that breaks is replaced by the pool; without a listener it would end the process.
  pool.on("error", () => undefined);
  // The adapter ships its own copy of the types of the same pool.
  const prisma = new PrismaClient({ adapter: new PrismaPg(pool as never) });

  return {
    ...executorOn(pool),
    pool,
    prisma,
    url,
    async transaction(work) {
      const client = await pool.connect();
      let broken: Error | undefined;
      try {
        await client.query("BEGIN");
        const value = await work(executorOn(client));
        await client.query("COMMIT");
        return value;
      } catch (error) {
        await client.query("ROLLBACK").catch((cause: Error) => {
          broken = cause;
        });
        throw error;
      } finally {
        client.release(broken);
      }
    },
    administer: (work) =>
      prisma.$transaction(
        (tx) =>
          work(tx, {
            query: <R extends object>(statement: Statement, values: readonly unknown[]) =>
              tx.$queryRawUnsafe<R[]>(statement.text, ...values),
          }),
        ADMINISTER_LIMITS,
      ),
    async close() {
      await prisma.$disconnect();
      await pool.end();
    },
  };
}

/** The violated constraint's name, where an error is PostgreSQL's unique_violation (23505). */
export function uniqueViolation(error: unknown): string | null {
  if (error instanceof pg.DatabaseError && error.code === "23505") return error.constraint ?? "";
  return null;
}
