/** One preference of RFC 7240 §2: a token, and a value that may be quoted; parameters are passed over. */
const WAIT = /^wait\s*=\s*(?:"([0-9]{1,6})"|([0-9]{1,6}))\s*(?:;|$)/i;

/** `Prefer: wait=30` in seconds, at most `max_s`; null where nothing of the kind is asked. A preference can't be wrong. */
export function preferredWait(header: string | undefined, max_s: number): number | null {
  for (const preference of header?.split(",") ?? []) {
    const match = WAIT.exec(preference.trim());
    if (match) return Math.min(Number(match[1] ?? match[2]), max_s); // the first of a name counts
  }
  return null;
}

const ETAG = /(?:W\/)?("[\x21\x23-\x7e]*")/g;

/** The tags of `If-None-Match` (RFC 9110 §13.1.2), without their weakness: they are compared weakly. */
export function noneMatch(header: string | undefined): string[] {
  return header === undefined ? [] : Array.from(header.matchAll(ETAG), ([, tag]) => tag ?? "");
}
