import { memberOf } from "./json-text";
import { rewriteJson } from "./rewrite-json";

/** A submission's text with another artifact content; the rest of it, spelling and order, is as it came. */
export function withContent(submission: string, content: string): string {
  const body: unknown = JSON.parse(submission);
  const artifact = memberOf(body, "artifact");
  let replaced = 0;
  const text = rewriteJson<null>(
    submission,
    body,
    {
      replace(_value, key, parent) {
        if (parent !== artifact || key !== "content") return undefined;
        replaced++;
        return content;
      },
      rename: () => undefined,
      enter: () => null,
    },
    null,
  );
  // Storing what came would store its secrets.
  if (replaced !== 1) throw new Error("a submission without an artifact's content");
  return text;
}
