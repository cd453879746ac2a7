import canonicalize from "canonicalize";

/** A value that JSON can carry without loss. */
export type JsonValue =
  null | boolean | number | string | JsonValue[] | { [name: string]: JsonValue };

/** Deeper values are refused, so that a cycle ends in a clear error. */
const DEPTH_MAX = 256;

/** A value without a canonical form; `pointer` (RFC 6901) says where it is. */
export class CanonicalizationError extends Error {
  override readonly name = "CanonicalizationError";
  readonly pointer: string;
  constructor(pointer: string, reason: string) {
    super(`No canonical JSON at "${pointer}": ${reason}`);
    this.pointer = pointer;
  }
}

/**
 * Canonical JSON (JCS, RFC 8785). Throws {@link CanonicalizationError} for whatever JSON can't say
 * exactly: undefined, NaN, infinities, lone surrogates, bigint, functions, class instances.
 */
export function canonicalJson(value: unknown): string {
  assertJsonValue(value, []);
  const canonical = canonicalize(value);
  if (canonical === undefined) throw new CanonicalizationError("", "not a JSON value");
  return canonical;
}

// `canonicalize` drops undefined members, turns undefined elements into null and calls toJSON:
// two different values would share a digest. So everything that isn't plain JSON is refused first.
function assertJsonValue(value: unknown, path: string[]): asserts value is JsonValue {
  const refuse = (reason: string): never => {
    throw new CanonicalizationError(path.map((step) => `/${escapePointer(step)}`).join(""), reason);
  };
  switch (typeof value) {
    case "boolean":
      return;
    case "number":
      if (!Number.isFinite(value)) refuse("not a finite number");
      return;
    case "string":
      if (!value.isWellFormed()) refuse("lone surrogate");
      return;
    case "object":
      break;
    default:
      refuse(`${typeof value} is not JSON`);
  }
  if (value === null) return;
  if (path.length >= DEPTH_MAX) refuse("nested too deeply");
  if (Array.isArray(value)) {
    // By index, because holes must be seen.
    for (let i = 0; i < value.length; i++) {
      path.push(String(i));
      assertJsonValue(value[i], path);
      path.pop();
    }
    return;
  }
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) refuse("not a plain object");
  for (const [name, member] of Object.entries(value as object)) {
    if (!name.isWellFormed()) refuse("lone surrogate in a member's name");
    path.push(name);
    assertJsonValue(member, path);
    path.pop();
  }
}

/** One reference token of a JSON Pointer, escaped (RFC 6901 §3). */
export function escapePointer(token: string): string {
  return token.replaceAll("~", "~0").replaceAll("/", "~1");
}
