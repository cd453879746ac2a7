import { parsePlpgsql } from "./parse";

/** One piece of SQL in a PL/pgSQL body: a statement, an expression, or one that makes the SQL's text. */
export interface PlpgsqlPiece {
  readonly kind: "statement" | "expression" | "dynamic";
  readonly text: string;
}

/** By the numbers of PostgreSQL's RawParseMode: a statement; more are expressions, then assignments. */
const MODE_STATEMENT = 0;
const MODE_EXPRESSION = 2;
/** Members that hold an expression whose value is run as SQL. */
const DYNAMIC = new Set(["dynquery"]);
const DYNAMIC_STATEMENTS = new Set(["PLpgSQL_stmt_dynexecute", "PLpgSQL_stmt_dynfors"]);

/** All SQL in the PL/pgSQL bodies of a statement. Throws SqlParseError. */
export async function plpgsqlPieces(statement: string, msMax: number): Promise<PlpgsqlPiece[]> {
  const pieces: PlpgsqlPiece[] = [];
  const waiting: { key: string; value: object }[] = [
    { key: "", value: (await parsePlpgsql(statement, msMax)) as object },
  ];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const { key, value } = next;
    for (const [name, member] of Object.entries(value).reverse() as [string, unknown][]) {
      if (typeof member !== "object" || member === null) continue;
      if (name === "PLpgSQL_expr") pieces.push(pieceOf(member as Expression, key));
      // What a member is for is known from its own name, or from the statement's around it.
      const isDynamic = DYNAMIC.has(name) || (name === "query" && DYNAMIC_STATEMENTS.has(key));
      waiting.push({ key: isDynamic ? "dynamic" : name, value: member });
    }
  }
  return pieces;
}

interface Expression {
  readonly query?: string;
  readonly parseMode?: number;
}

function pieceOf({ query = "", parseMode }: Expression, key: string): PlpgsqlPiece {
  if (key === "dynamic") return { kind: "dynamic", text: query };
  if (parseMode === MODE_STATEMENT) return { kind: "statement", text: query };
  if (parseMode === MODE_EXPRESSION) return { kind: "expression", text: query };
  // `new.a := f(1)`, `x[1] = 2`: the parser has taken the left side for a variable already.
  return { kind: "expression", text: query.replace(/^[^:=]*:?=/, "") };
}
