import type { Argument } from "./word";

/** What the http analyzer reads; headers that carry secrets never get in. */
export interface DerivedRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
}

export interface DerivedRequests {
  readonly requests: readonly DerivedRequest[];
  /** Why not all of it is known. */
  readonly unknown: readonly string[];
}

/** A word that nobody wrote. */
export const EMPTY: Argument = {
  text: "",
  dynamic: null,
  loose: false,
  pattern: false,
  process: false,
};

export const JSON_BODY = { "content-type": "application/json" };
/** The headers that change what a request does; no other is kept, since they carry credentials. */
const TELLING = new Set([
  "content-type",
  "host",
  "x-amz-target",
  "x-http-method",
  "x-http-method-override",
  "x-method-override",
]);

export const headersOf = (headers: readonly Argument[]): Record<string, string> =>
  Object.fromEntries(
    headers.flatMap(({ text }) => {
      const [, name, value] = /^([\w-]+):\s*(.*)$/s.exec(text) ?? [];
      const known = name?.toLowerCase();
      return known !== undefined && TELLING.has(known) ? [[known, value ?? ""]] : [];
    }),
  );

const READS = new Set(["GET", "HEAD", "OPTIONS"]);

/** A request for each URL, and why not all of it is known. */
export function build(
  urls: readonly Argument[],
  method: Argument,
  body: string | null,
  unknown: readonly string[],
  headers: Readonly<Record<string, string>>,
): DerivedRequests {
  const reasons = [...unknown];
  if (urls.length === 0) reasons.push("It names no URL.");
  if (method.dynamic !== null) reasons.push(`Its method isn't known: ${method.dynamic}`);
  const requests = urls.map((url) => {
    const verb = method.text.toUpperCase();
    // A URL that only the run knows can be any, also one that destroys by a GET.
    if (url.dynamic !== null && READS.has(verb))
      reasons.push(`Its URL isn't known: ${url.dynamic}`);
    return {
      method: verb,
      url: url.text,
      headers,
      body,
    };
  });
  return { requests, unknown: reasons };
}
