import { parseRawJson } from "@/client/protocol/raw-json";
import { providerAt } from "./find";
import type { HttpRequest } from "./request";

export interface GraphqlInside {
  readonly document: string;
  readonly variables: Readonly<Record<string, unknown>>;
  /** Whose API it is, by the host; null: no provider that Countersign has rules for. */
  readonly provider: string | null;
}

/** The GraphQL that a request carries: null where it carries none, `unreadable` where it should. */
export function graphqlIn(request: HttpRequest): GraphqlInside | "unreadable" | null {
  const { host, segments, headers, body, query, method } = request;
  const provider = host === null ? null : providerAt(host);
  const path = `/${segments.join("/").toLowerCase()}`;
  const isPath = provider?.graphql
    ? provider.graphql.includes(path)
    : segments.at(-1)?.toLowerCase() === "graphql";
  if (!isPath) return null;
  const inside = { provider: provider?.name ?? null };
  const asked = query.get("query");
  if (body === null) {
    if (asked === undefined) return method === "GET" ? null : "unreadable";
    const variables = objectIn(query.get("variables") ?? "{}");
    return variables ? { ...inside, document: asked, variables } : "unreadable";
  }
  if (
    headers.get("content-type")?.startsWith("application/graphql") &&
    !body.trimStart().startsWith('{"')
  )
    return { ...inside, document: body, variables: {} };
  const value = objectIn(body);
  // Two documents, one in the URL and one in the body: which one runs can't be told.
  if (!value || typeof value["query"] !== "string" || asked !== undefined) return "unreadable";
  const variables = value["variables"] ?? {};
  return typeof variables === "object" && !Array.isArray(variables)
    ? { ...inside, document: value["query"], variables: variables as Record<string, unknown> }
    : "unreadable";
}

function objectIn(text: string): Record<string, unknown> | null {
  try {
    const { value } = parseRawJson(Buffer.from(text));
    return typeof value === "object" && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : null;
  } catch {
    return null;
  }
}
