import { layOutJson } from "./json";

/** A request with its JSON body laid out, line and headers as they are; null where the body is none. */
export function layOutHttp(text: string): string | null {
  const end = text.indexOf("\n\n");
  if (end < 0) return null;
  const body = layOutJson(text.slice(end + 2));
  return body === null ? null : `${text.slice(0, end + 2)}${body}`;
}
