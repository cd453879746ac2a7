/** Why SQL could not be read. None of them says that it is harmless. */
export type SqlParseErrorCode =
  | "empty"
  | "too_large"
  | "nul"
  | "not_unicode"
  | "byte_order_mark"
  | "ambiguous"
  | "syntax"
  | "too_many_statements"
  | "too_deep"
  | "timeout"
  | "busy"
  | "unavailable";

/** SQL that could not be read, with a sentence for people. The parser's own message isn't in it: it quotes the SQL. */
export class SqlParseError extends Error {
  override readonly name = "SqlParseError";

  constructor(
    readonly code: SqlParseErrorCode,
    message: string,
  ) {
    super(message);
  }
}
