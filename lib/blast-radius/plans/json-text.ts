export type JsonObject = Record<string, unknown>;

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Own members only: a plan may name one `constructor`. */
export const memberOf = (value: unknown, name: string): unknown =>
  isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;

/** Containers inside each other. Modules nest by two and blocks by two; what comes after recurses. */
const DEPTH_MAX = 200;

export class UnreadableJson extends Error {
  override readonly name = "UnreadableJson";
}

export const BYTE_ORDER_MARK = "\ufeff";

/** Throws UnreadableJson for what isn't JSON, and for what is nested to exhaust who reads it. */
export function parseJsonText(text: string): unknown {
  // Before parsing: of five megabytes of brackets the parser alone would make seconds.
  if (depthOf(text) > DEPTH_MAX)
    throw new UnreadableJson(`It nests deeper than ${DEPTH_MAX} levels.`);
  try {
    return JSON.parse(text.startsWith(BYTE_ORDER_MARK) ? text.slice(1) : text) as unknown;
  } catch {
    throw new UnreadableJson("It isn't JSON.");
  }
}

function depthOf(text: string): number {
  let depth = 0;
  let deepest = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === 0x22) i = endOfString(text, i);
    else if (code === 0x7b || code === 0x5b) deepest = Math.max(deepest, ++depth);
    else if (code === 0x7d || code === 0x5d) depth--;
  }
  return deepest;
}

/** Where the quote is that ends the string whose first is at `start`; the text's end where there is none. */
export function endOfString(text: string, start: number): number {
  for (let i = start + 1; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === 0x22) return i;
    if (code === 0x5c) i++;
  }
  return text.length;
}
