import type { Connection } from "./connection";
import { CountersignError } from "./protocol/problem";

/** What `/.well-known/countersign` says, as far as clients need it. */
export interface Discovery {
  issuer: string;
  redemption_endpoint: string;
}

/** Asked through the configured connection only. Throws `unavailable` or `invalid_response`. */
export async function discover(connection: Connection): Promise<Discovery> {
  const { body } = await connection.sendAgain(
    { method: "GET", path: ".well-known/countersign" },
    { attemptsMax: 3, total_ms: 10_000 },
  );
  const { issuer, redemption_endpoint } = (body ?? {}) as Partial<Discovery>;
  if (typeof issuer !== "string" || typeof redemption_endpoint !== "string")
    throw new CountersignError(
      "invalid_response",
      "The answer is not Countersign's configuration.",
    );
  return { issuer, redemption_endpoint };
}
