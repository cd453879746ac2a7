import type { EnvironmentKind } from "@/lib/core/operation";
import type { ReadOnlySession } from "@/lib/core/read-only-session";
import type { Declared } from "../../findings";

/** A live database that an admin registered; opened for one measurement. */
export interface PostgresSource {
  readonly id: string;
  readonly name: string;
  readonly environment: { readonly slug: string; readonly kind: EnvironmentKind };
  /** Throws where it can't be reached, and TooManyAtOnce where it isn't even tried. */
  open(): Promise<ReadOnlySession & { close(): Promise<void> }>;
}

/** The database in which the operation's resource lives, or null where none is registered. */
export type SourceOf = (declared: Declared) => Promise<PostgresSource | null>;

/** Which database it is, as the server itself says. */
export interface Identity {
  readonly database: string;
  readonly version: string;
  readonly address: string | null;
}

export async function identify(session: ReadOnlySession): Promise<Identity | null> {
  const [identity] = await session.query<Identity>(
    `SELECT current_database()::text AS database, current_setting('server_version') AS version,
      host(inet_server_addr()) || ':' || inet_server_port() AS address`,
  );
  return identity ?? null;
}
