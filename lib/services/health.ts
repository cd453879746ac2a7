import { DomainError } from "@/lib/core/error";
import type { ServiceBase } from "./context";

const PROBE_MS = 2000;
const PROBE = { name: "health_probe", text: "SELECT 1 AS ok" };

/**
 * Whether this copy can do its work: the database answers and there is a key to sign grants with.
 * Errors: unavailable.
 */
export async function checkReadiness(base: ServiceBase): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new DomainError("unavailable", "The database doesn't answer in time.")),
      PROBE_MS,
    );
  });
  try {
    await Promise.race([base.db.query(PROBE, []), late]);
    const keys = await Promise.race([base.signer.publicKeys(), late]);
    if (keys.length === 0)
      throw new DomainError("unavailable", "There is no key to sign grants with.");
  } finally {
    clearTimeout(timer);
  }
}

/** SQLSTATE classes: connection exception, insufficient resources, operator intervention. */
const OUTAGE_SQLSTATE = /^(08|53|57)/;
const OUTAGE_CODES = new Set([
  "ECONNREFUSED",
  "ECONNRESET",
  "EPIPE",
  "ETIMEDOUT",
  "ENOTFOUND",
  "EAI_AGAIN",
  "ENOENT", // the socket of a local server that is gone
  "P1001", // Prisma: can't reach the server, timed out, closed the connection
  "P1002",
  "P1008",
  "P1017",
  "P2024",
]);
/** node-postgres gives these no code. */
const OUTAGE_MESSAGE =
  /^(Connection terminated|Client has encountered a connection error|timeout exceeded when trying to connect|Cannot use a pool after calling end)/;

/** Whether an error says that the database is away or overloaded, rather than that we asked wrongly. */
export function isDatabaseOutage(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code: unknown = "code" in error ? error.code : undefined;
  if (
    typeof code === "string" &&
    (OUTAGE_CODES.has(code) || (code.length === 5 && OUTAGE_SQLSTATE.test(code)))
  )
    return true;
  if (OUTAGE_MESSAGE.test(error.message)) return true;
  if (error instanceof AggregateError) return error.errors.some(isDatabaseOutage);
  return error.cause !== undefined && isDatabaseOutage(error.cause);
}
