import { parseRawJson } from "./raw-json";

/** A grant or proof is some 1.5 KiB; nothing larger is decoded. */
export const COMPACT_JWS_CHARS_MAX = 8192;

/** The parts of a compact JWS, decoded and well formed, nothing verified. */
export interface CompactJws {
  header: Readonly<Record<string, unknown>>;
  payload: Readonly<Record<string, unknown>>;
}

/**
 * Decodes a compact JWS (RFC 7515 §7.1) whose every character counts: three base64url segments that
 * re-encode to themselves, so that no other string carries the same signature; header and payload
 * are JSON objects without duplicates. Answers the reason as a string when it isn't one.
 */
export function decodeCompactJws(
  token: unknown,
  headerMembers: readonly string[],
): CompactJws | string {
  if (typeof token !== "string") return "it is not a string";
  if (token.length > COMPACT_JWS_CHARS_MAX)
    return `it is longer than ${COMPACT_JWS_CHARS_MAX} characters`;
  const segments = token.split(".");
  const [header, payload, signature] = segments.map(decodeSegment);
  if (segments.length !== 3 || !header || !payload || !signature)
    return "it is not three base64url segments";
  const headerObject = decodeObject(header);
  if (!headerObject) return "its header is not a JSON object";
  if (!hasExactly(headerObject, headerMembers))
    return `its header's members are not exactly ${headerMembers.join(", ")}`;
  const payloadObject = decodeObject(payload);
  if (!payloadObject) return "its payload is not a JSON object";
  return { header: headerObject, payload: payloadObject };
}

/** Whether an object has these members and no other. */
export function hasExactly(object: object, members: readonly string[]): boolean {
  const names = Object.keys(object);
  return names.length === members.length && members.every((name) => Object.hasOwn(object, name));
}

/** The bytes of a base64url text, or null when it isn't the one canonical spelling of them. */
export function decodeSegment(segment: string): Buffer | null {
  const bytes = Buffer.from(segment, "base64url");
  return segment !== "" && bytes.toString("base64url") === segment ? bytes : null;
}

function decodeObject(bytes: Uint8Array): Record<string, unknown> | null {
  try {
    const { value } = parseRawJson(bytes);
    return typeof value === "object" && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : null;
  } catch {
    return null;
  }
}
