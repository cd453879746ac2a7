export type JsonObject = Record<string, unknown>;

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Own members only: a plan may name one `constructor`. */
export const memberOf = (value: unknown, name: string): unknown =>
  isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;

/** Containers inside each other. Modules nest by two and blocks by two; what comes after recurses. */
const DEPTH_MAX = 200;
/** Three times what a plan of 20,000 resources holds. In five megabytes more fit only if they say nothing. */
const VALUES_MAX = 1_000_000;

export class UnreadableJson extends Error {
  override readonly name = "UnreadableJson";
}

export const BYTE_ORDER_MARK = "\ufeff";

export interface ParsedJson {
  readonly value: unknown;
  /** Members that stand in the text. Fewer in the value: one stands there twice, and parsers differ on it. */
  readonly members: number;
}

/** Throws UnreadableJson for what isn't JSON, and for what is made to exhaust who reads it. */
export function parseJsonText(text: string): ParsedJson {
  // Before parsing: of five megabytes of brackets the parser alone would make seconds.
  const { deepest, members, values } = sizeOf(text);
  if (deepest > DEPTH_MAX) throw new UnreadableJson(`It nests deeper than ${DEPTH_MAX} levels.`);
  if (values > VALUES_MAX) throw new UnreadableJson(`It holds more than ${VALUES_MAX} values.`);
  try {
    const value = JSON.parse(text.startsWith(BYTE_ORDER_MARK) ? text.slice(1) : text) as unknown;
    return { value, members };
  } catch {
    throw new UnreadableJson("It isn't JSON.");
  }
}

/** Of JSON; of anything else some figures, but never an error. */
function sizeOf(text: string): { deepest: number; members: number; values: number } {
  let depth = 0;
  let deepest = 0;
  let members = 0;
  let values = 1;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === 0x22) i = endOfString(text, i);
    else if (code === 0x2c) values++;
    else if (code === 0x3a) members++;
    else if (code === 0x7b || code === 0x5b) {
      values++;
      if (++depth > deepest) deepest = depth;
    } else if (code === 0x7d || code === 0x5d) depth--;
  }
  return { deepest, members, values };
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
