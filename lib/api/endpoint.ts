import type { RouteConfig, z } from "@hono/zod-openapi";
import { DomainError, ERROR_TABLE, type ErrorCode } from "@/lib/core/error";
import { ProblemSchema } from "@/lib/contract/problem";
import type { Admission, CallerContext, Key } from "./admission";
import { readJson } from "./body";
import type { ApiContext } from "./request";
import { validate } from "./validate";

type Method = "get" | "post" | "put" | "delete";

/** One verb on one path: its documentation and what it does, from the same schemas. */
interface EndpointSpec<K extends Key, P, Q, B> {
  readonly method: Method;
  readonly operationId: string;
  readonly summary: string;
  readonly description?: string;
  readonly tag: string;
  /** The kind of key that it is for. */
  readonly key: K;
  /** What doesn't match is not_found: no such thing can exist. */
  readonly params?: z.ZodObject & z.ZodType<P>;
  readonly query?: z.ZodObject & z.ZodType<Q>;
  /** Documentation only: `handle` reads and judges its headers. */
  readonly headers?: z.ZodObject;
  readonly body?: { readonly schema: z.ZodType<B>; readonly bytesMax: number };
  readonly answers: Readonly<Record<number, AnswerSpec>>;
  /** Refusals beyond those that every endpoint of its form has. */
  readonly refusals?: readonly ErrorCode[];
  readonly handle: (call: Call<K, P, Q, B>) => Promise<Response>;
  /** Judges headers before the body is read. */
  readonly before?: (c: ApiContext) => void;
}

interface AnswerSpec {
  readonly description: string;
  readonly schema?: z.ZodType;
  /** Another media type that can be asked for, of text. */
  readonly text?: string;
}

interface Call<K extends Key, P, Q, B> {
  readonly c: ApiContext;
  readonly ctx: CallerContext<K>;
  readonly params: P;
  readonly query: Q;
  readonly body: B;
  /** The body's own text. */
  readonly raw: string;
}

export interface Endpoint {
  readonly method: Method;
  document(path: string): RouteConfig;
  answer(c: ApiContext, admission: Admission): Promise<Response>;
}

const NO_SUCH = "There is nothing at this address, or it isn't yours to see.";

/** Who may come in is judged first, then the body's form, then its meaning. */
export function endpoint<K extends Key, P = undefined, Q = undefined, B = undefined>(
  spec: EndpointSpec<K, P, Q, B>,
): Endpoint {
  return {
    method: spec.method,
    document: (path) => describe(spec, path),
    async answer(c, admission) {
      const ctx = await admission.admit(c, spec.key);
      spec.before?.(c);
      const params = spec.params?.safeParse(c.req.param());
      if (params?.success === false) throw new DomainError("not_found", NO_SUCH);
      const query = spec.query && validate(spec.query, queryOf(c), "query");
      const json = spec.body && (await readJson(c, spec.body.bytesMax));
      const body = spec.body && validate(spec.body.schema, json?.value, "body");
      return spec.handle({
        c,
        ctx,
        // Without a schema each of these is `undefined`, which is then what its type says.
        params: params?.data as P,
        query: query as Q,
        body: body as B,
        raw: json?.text ?? "",
      });
    },
  };
}

/** A parameter that is given twice is a list, which no schema of ours takes. */
function queryOf(c: ApiContext): Record<string, string | string[]> {
  return Object.fromEntries(
    Object.entries(c.req.queries()).map(([name, values]) => [
      name,
      values.length === 1 ? (values[0] ?? "") : values,
    ]),
  );
}

const ALWAYS: readonly ErrorCode[] = [
  "method_not_allowed",
  "internal",
  "unavailable",
  "rate_limited",
];
const WITH_KEY: readonly ErrorCode[] = [
  "unauthenticated",
  "key_expired",
  "key_revoked",
  "wrong_key_kind",
];
const WITH_BODY: readonly ErrorCode[] = [
  "invalid_json",
  "duplicate_member",
  "unsafe_number",
  "invalid_utf8",
  "payload_too_large",
  "unsupported_media_type",
  "validation_failed",
];

function describe<K extends Key, P, Q, B>(
  spec: EndpointSpec<K, P, Q, B>,
  path: string,
): RouteConfig {
  const { method, operationId, summary, description, tag, params, query, headers, body } = spec;
  const refusals = [
    ...ALWAYS,
    ...(spec.key === "none" ? [] : WITH_KEY),
    ...(body ? WITH_BODY : []),
    ...(query ? (["validation_failed"] as const) : []),
    ...(params ? (["not_found"] as const) : []),
    ...(spec.refusals ?? []),
  ];
  return {
    method,
    path,
    operationId,
    summary,
    ...(description ? { description } : {}),
    tags: [tag],
    security: spec.key === "none" ? [] : [{ [`${spec.key}Key`]: [] }],
    request: {
      ...(params ? { params } : {}),
      ...(query ? { query } : {}),
      ...(headers ? { headers } : {}),
      ...(body
        ? { body: { required: true, content: { "application/json": { schema: body.schema } } } }
        : {}),
    },
    responses: {
      ...Object.fromEntries(
        Object.entries(spec.answers).map(([status, answer]) => [status, describeAnswer(answer)]),
      ),
      ...describeRefusals(new Set(refusals)),
    },
  };
}

function describeAnswer({ description, schema, text }: AnswerSpec) {
  const content = {
    ...(schema ? { "application/json": { schema } } : {}),
    ...(text ? { [text]: { schema: { type: "string" as const } } } : {}),
  };
  return { description, ...(schema || text ? { content } : {}) };
}

function describeRefusals(codes: ReadonlySet<ErrorCode>): RouteConfig["responses"] {
  const byStatus = new Map<number, string[]>();
  for (const code of codes) {
    const [status, title] = ERROR_TABLE[code];
    byStatus.set(status, [...(byStatus.get(status) ?? []), `\`${code}\`: ${title}.`]);
  }
  return Object.fromEntries(
    [...byStatus].map(([status, lines]) => [
      status,
      {
        description: lines.join(" "),
        content: { "application/problem+json": { schema: ProblemSchema } },
      },
    ]),
  );
}
