/** A read-only transaction on somebody's live database, of which each query is bounded in time. */
export interface ReadOnlySession {
  /** Throws TooSlow past the time that is left, and QueryRefused where the database refuses. */
  query<R extends object>(text: string, values?: readonly unknown[]): Promise<R[]>;
}

/** A query was cut off: by its own limit, or because the time for all of them is up. */
export class TooSlow extends Error {
  override readonly name = "TooSlow";
}

/** The database refuses a query. Its message isn't in it: it quotes names and values. */
export class QueryRefused extends Error {
  override readonly name = "QueryRefused";

  constructor(
    /** SQLSTATE, such as 42501. */
    readonly code: string,
    options?: ErrorOptions,
  ) {
    super(`the database refuses a query: ${code}`, options);
  }
}

/** Too many measurements are under way; this one wasn't begun. */
export class TooManyAtOnce extends Error {
  override readonly name = "TooManyAtOnce";
}
