import { SqlParseError, type SqlParseErrorCode } from "./parse-error";

/** A statement that a person could review is far smaller; a parser takes a second for this much. */
export const SQL_BYTES_MAX = 1024 * 1024;

/** What a text is refused for before anything parses it. */
export type RefusedText = Extract<
  SqlParseErrorCode,
  "empty" | "nul" | "not_unicode" | "byte_order_mark" | "ambiguous"
>;

/** Throws SqlParseError for text that what executes it may read otherwise than a parser would. */
export function refuseText(sql: string): void {
  if (Buffer.byteLength(sql) > SQL_BYTES_MAX)
    throw new SqlParseError("too_large", "It is longer than 1 MiB.");
  // A parser in C stops here and calls what it saw the whole: `SELECT 1;` before `\0DROP TABLE t`.
  if (sql.includes("\0"))
    throw new SqlParseError("nul", "It holds a NUL character, after which parsers stop reading.");
  if (!sql.isWellFormed())
    throw new SqlParseError("not_unicode", "It holds half a surrogate pair, which isn't Unicode.");
  if (sql.startsWith("\uFEFF"))
    throw new SqlParseError(
      "byte_order_mark",
      "It begins with a byte order mark, which some programs skip and the server refuses.",
    );
  if (sql.trim() === "") throw new SqlParseError("empty", "It is empty.");
}
