import { print, parse } from "graphql";
import type { Shown } from "@/lib/contract/review";

/** Longer artifacts are shown as they are: laying them out would cost more than it helps. */
const LAYOUT_CHARS_MAX = 20_000;

export interface ArtifactSource {
  language: "graphql" | "sql" | "json" | "yaml" | "shellscript" | "http" | "text";
  text: string;
  /** True when `text` is a layout of ours; the bytes that count are the original's. */
  laidOut: boolean;
}

/** The artifact as it is easiest to read. A layout never replaces the original, which is one click away. */
export function artifactSource(artifact: Shown["artifact"]): ArtifactSource | null {
  const content = artifact.content;
  if (content === null) return null;
  const language = LANGUAGES[artifact.kind] ?? "text";
  if (content.length <= LAYOUT_CHARS_MAX) {
    const text = layOut(language, content);
    if (text !== null && text !== content) return { language, text, laidOut: true };
  }
  return { language, text: content, laidOut: false };
}

const LANGUAGES: Readonly<Record<string, ArtifactSource["language"]>> = {
  graphql: "graphql",
  sql: "sql",
  terraform_plan: "json",
  kubernetes: "yaml",
  shell: "shellscript",
  http: "http",
};

function layOut(language: ArtifactSource["language"], content: string): string | null {
  try {
    if (language === "graphql") return print(parse(content, { maxTokens: 5000 }));
    if (language === "json") return JSON.stringify(JSON.parse(content), null, 2);
  } catch {
    // What doesn't parse is shown as it came.
  }
  return null;
}
