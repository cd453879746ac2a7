import { parseRawJson } from "@/client/protocol/raw-json";

/** A request that can't be read, with a reason for people. */
export class UnreadableRequest extends Error {}

export interface HttpRequest {
  readonly method: string;
  /** Null: the artifact doesn't say which host it goes to. */
  readonly host: string | null;
  /** Decoded, without empty ones. */
  readonly segments: readonly string[];
  readonly query: ReadonlyMap<string, string>;
  /** Names in lower case; read for what they change, never kept. */
  readonly headers: ReadonlyMap<string, string>;
  readonly body: string | null;
  /** What about it can be read in more than one way. */
  readonly doubts: readonly string[];
}

const REQUEST_LENGTH_MAX = 1024 * 1024;
const METHOD = /^[A-Za-z]{1,20}$/;
const KNOWN_MEMBERS = new Set(["method", "url", "headers", "body"]);

/** JSON with `method`, `url`, `headers`, `body`, or the text of a request as HTTP/1.1 writes it. */
export function readRequest(content: string): HttpRequest {
  if (content.length > REQUEST_LENGTH_MAX) throw new UnreadableRequest("It is longer than 1 MiB.");
  if (content.includes("\0")) throw new UnreadableRequest("It holds a NUL character.");
  return content.trimStart().startsWith("{") ? fromJson(content) : fromText(content);
}

function fromJson(content: string): HttpRequest {
  let value: unknown;
  try {
    value = parseRawJson(Buffer.from(content)).value;
  } catch {
    throw new UnreadableRequest("It begins like JSON, and parsers may disagree on what it says.");
  }
  if (typeof value !== "object" || value === null) throw new UnreadableRequest("It is no object.");
  const { method, url, headers, body } = value as Record<string, unknown>;
  if (typeof method !== "string" || typeof url !== "string")
    throw new UnreadableRequest("It names no method and URL.");
  const doubts = Object.keys(value)
    .filter((name) => !KNOWN_MEMBERS.has(name))
    .map(() => "It has members beside method, url, headers and body.");
  const pairs = typeof headers === "object" && headers !== null ? Object.entries(headers) : [];
  const text =
    body === undefined || body === null
      ? null
      : typeof body === "string"
        ? body
        : JSON.stringify(body);
  return compose(
    method,
    url,
    pairs.map(([name, one]) => [name, String(one)] as const),
    text,
    doubts,
  );
}

function fromText(content: string): HttpRequest {
  const [head = "", ...rest] = content.replaceAll("\r\n", "\n").trimStart().split("\n\n");
  const [line = "", ...fields] = head.split("\n");
  const [method = "", target, version, ...more] = line.trim().split(/\s+/);
  if (!METHOD.test(method) || target === undefined || more.length > 0)
    throw new UnreadableRequest("Its first line isn't a method and a URL.");
  if (version !== undefined && !/^HTTP\/\d(\.\d)?$/.test(version))
    throw new UnreadableRequest("Its first line isn't a method and a URL.");
  const headers = fields.map((field) => {
    const at = field.indexOf(":");
    if (at < 1) throw new UnreadableRequest("One of its headers has no name.");
    return [field.slice(0, at), field.slice(at + 1).trim()] as const;
  });
  const hosts = headers.filter(([name]) => name.toLowerCase() === "host");
  const isPath = target.startsWith("/");
  const url = isPath && hosts[0] ? `https://${hosts[0][1]}${target}` : target;
  const doubts =
    hosts.length > 1 || (hosts[0] && !isPath && !target.includes(hosts[0][1]))
      ? ["It names two hosts."]
      : [];
  return compose(method, url, headers, rest.join("\n\n") || null, doubts);
}

function compose(
  method: string,
  url: string,
  headerPairs: readonly (readonly [string, string])[],
  body: string | null,
  given: readonly string[],
): HttpRequest {
  if (!METHOD.test(method)) throw new UnreadableRequest("Its method isn't a word.");
  const headers = new Map(headerPairs.map(([name, value]) => [name.trim().toLowerCase(), value]));
  const doubts = [...given];
  const { host, path, query } = splitUrl(url);
  if (/^(?!https?:)[a-z][a-z0-9+.-]*:\/\//i.test(url)) doubts.push("It isn't HTTP.");
  if (/%2f|%5c|\\/i.test(path)) doubts.push("Its path holds an encoded slash.");
  const override =
    headers.get("x-http-method-override") ??
    headers.get("x-http-method") ??
    headers.get("x-method-override") ??
    query.get("_method");
  if (override !== undefined && METHOD.test(override))
    doubts.push("It asks the server to take it for another method.");
  const verb = override !== undefined && METHOD.test(override) ? override : method;
  const segments = path
    .split("/")
    .filter(Boolean)
    .map((segment) => decoded(segment));
  return { method: verb.toUpperCase(), host, segments, query, headers, body, doubts };
}

/** As URLs are read everywhere; what isn't a URL keeps its path, and has no host. */
function splitUrl(url: string) {
  const absolute = /^[a-z][a-z0-9+.-]*:\/\//i.test(url)
    ? url
    : /^[\w-]+(\.[\w-]+)+(:\d+)?(\/|$)/.test(url)
      ? `https://${url}`
      : null;
  if (absolute !== null && !absolute.includes("$") && URL.canParse(absolute)) {
    const { hostname, pathname, searchParams } = new URL(absolute);
    return {
      host: hostname.toLowerCase().replace(/\.$/, ""),
      path: pathname,
      query: new Map(searchParams),
    };
  }
  const [path = "", search = ""] = url.replace(/^[a-z][a-z0-9+.-]*:\/\/[^/]*/i, "").split("?");
  const known = /^https?:\/\/([\w.-]+)(?=[/:?]|$)/i.exec(url)?.[1]?.toLowerCase() ?? null;
  return { host: known, path, query: new Map(new URLSearchParams(search)) };
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
