import type { Declared } from "@/lib/blast-radius/findings";
import type { PostgresSource } from "@/lib/blast-radius/collectors/postgres/source";
import { matchesPattern } from "@/lib/core/scope";
import { openSecret } from "@/lib/core/sealed-secret";
import { findSealedConnections } from "@/lib/data/connections";
import { openReadOnlySession } from "@/lib/data/read-only-session";
import { TooManyAtOnce } from "@/lib/core/read-only-session";
import type { ServiceContext } from "../context";
import { takeTurn } from "./turns";

/** A submission waits for it, so a database that can't be counted in time is an unknown. */
const MEASURE_MS_MAX = 5_000;
const TURN_MS_MAX = 1_500;

/** The registered database in which the operation's resource lives: the longest pattern that matches. */
export async function sourceFor(
  ctx: ServiceContext,
  { environment, resource }: Declared,
): Promise<PostgresSource | null> {
  const connections = await findSealedConnections(ctx.db, environment.slug);
  const name = `${resource.type}:${resource.id}`;
  const found = connections.find(({ pattern }) => matchesPattern(pattern, name));
  if (!found) return null;
  return {
    id: found.id,
    name: found.name,
    environment: found.environment,
    async open() {
      const url = openSecret(found.urlEncrypted, found.id, ctx.config.keyEncryptionKey);
      const began = performance.now();
      const turn = await takeTurn(found.id, TURN_MS_MAX);
      if (!turn) throw new TooManyAtOnce();
      try {
        const left_ms = MEASURE_MS_MAX - (performance.now() - began);
        const session = await openReadOnlySession(url, left_ms);
        return {
          query: (text, values) => session.query(text, values),
          close: () => session.close().finally(() => turn.end()),
        };
      } catch (error) {
        turn.end();
        throw error;
      }
    },
  };
}
