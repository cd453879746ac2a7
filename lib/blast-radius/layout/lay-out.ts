import type { ArtifactView, Shown } from "@/lib/contract/review";
import { visibleText } from "@/lib/core/untrusted-text";
import { layOutSql } from "../sql/lay-out";
import { layOutGraphql } from "./graphql";
import { layOutHttp } from "./http";
import { layOutJson } from "./json";

/** Longer artifacts are shown as they are: laying them out would cost more than it helps. */
export const LAYOUT_CHARS_MAX = 20_000;
/** Deep nesting makes a layout many times as long as its original, and nobody would read it. */
const LAID_OUT_CHARS_MAX = 50_000;

type Language = ArtifactView["language"];

const LANGUAGES: Readonly<Record<string, Language>> = {
  graphql: "graphql",
  sql: "sql",
  terraform_plan: "json",
  kubernetes: "yaml",
  shell: "shellscript",
  http: "http",
};

/** An artifact in the form that is easiest to read, which says just what the original says; else the original. */
export async function layOut({ kind, dialect, content }: Shown["artifact"]): Promise<ArtifactView> {
  const exact = content ?? "";
  const isJson = (kind === "kubernetes" || kind === "http") && exact.trimStart().startsWith("{");
  const language = isJson ? "json" : (LANGUAGES[kind] ?? "text");
  const text = isPlain(exact) ? await laidOut(language, exact, dialect) : null;
  return text === null || text === exact || text.length > LAID_OUT_CHARS_MAX
    ? { language, text: exact, laid_out: false }
    : { language, text, laid_out: true };
}

/** What hides in a text is to be seen where it stands, not where a layout would move it. */
const isPlain = (text: string) =>
  text.length <= LAYOUT_CHARS_MAX && visibleText(text, { multiline: true }) === text;

/** Null: it can't be laid out so that nothing is lost. */
function laidOut(language: Language, text: string, dialect: string | null) {
  switch (language) {
    case "graphql":
      return layOutGraphql(text);
    case "json":
      return layOutJson(text);
    case "http":
      return layOutHttp(text);
    case "sql":
      return layOutSql(text, dialect === "mysql" ? "mysql" : "postgresql");
    case "yaml":
    case "shellscript":
    case "text":
      // Lines and indentation mean something in these, or were made by who wrote them.
      return null;
  }
}
