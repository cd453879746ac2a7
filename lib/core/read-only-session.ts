/** A read-only transaction on somebody's live database, of which each query is bounded in time. */
export interface ReadOnlySession {
  /** Throws TooSlow past the time that is left, and otherwise what the database refuses with. */
  query<R extends object>(text: string, values?: readonly unknown[]): Promise<R[]>;
}

/** A query was cut off: by its own limit, or because the time for all of them is up. */
export class TooSlow extends Error {
  override readonly name = "TooSlow";
}
