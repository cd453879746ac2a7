import { isDeepStrictEqual } from "node:util";
import { parse, print, TokenKind, type DocumentNode } from "graphql";

const TOKENS_MAX = 5_000;

/** As `graphql` prints it; null where that would lose a comment, or reads otherwise than the original. */
export function layOutGraphql(text: string): string | null {
  try {
    const document = parse(text, { maxTokens: TOKENS_MAX });
    if (hasComment(document)) return null;
    const printed = print(document);
    return isDeepStrictEqual(meaning(text), meaning(printed)) ? printed : null;
  } catch {
    return null;
  }
}

const meaning = (text: string) => parse(text, { maxTokens: TOKENS_MAX, noLocation: true });

function hasComment({ loc }: DocumentNode): boolean {
  for (let token = loc?.startToken ?? null; token; token = token.next)
    if (token.kind === TokenKind.COMMENT) return true;
  return false;
}
