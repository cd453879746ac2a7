import { z } from "@hono/zod-openapi";
import {
  IdempotencyKeySchema,
  ListOperationsSchema,
  OperationPageSchema,
  OperationSchema,
  OperationSummarySchema,
  PreviewSchema,
  SUBMIT_BYTES_MAX,
  SubmitOperationSchema,
} from "@/lib/contract/operation";
import { idSchema } from "@/lib/contract/scalar";
import { DomainError, type ErrorCode } from "@/lib/core/error";
import { cancelOperation } from "@/lib/services/operation/cancel";
import { getOperation } from "@/lib/services/operation/get";
import { listOperations } from "@/lib/services/operation/list";
import { previewOperation } from "@/lib/services/operation/preview";
import { submitOperation } from "@/lib/services/operation/submit";
import { WAIT_MAX_S, waitForOperation } from "@/lib/services/operation/wait";
import { endpoint } from "./endpoint";
import type { Mount } from "./mount";
import { PollPace } from "./poll-pace";
import { noneMatch, preferredWait } from "./prefer";
import type { ApiContext } from "./request";
import { Waiters } from "./waiters";

const tag = "Operations";
const OperationPath = z.object({ id: idSchema("op") });
const PATH = "/api/v1/operations";

export const ASKING: readonly ErrorCode[] = [
  "scope_denied",
  "environment_mismatch",
  "unknown_environment",
  "unknown_audience",
  "no_eligible_reviewer",
];

export function idempotencyKey(c: ApiContext): string {
  const key = IdempotencyKeySchema.safeParse(c.req.header("idempotency-key"));
  if (key.success) return key.data;
  throw new DomainError(
    "idempotency_key_required",
    "Send an Idempotency-Key header of 1 to 255 visible ASCII characters, the same for each retry of this operation.",
  );
}

const submit = endpoint({
  method: "post",
  operationId: "submitOperation",
  summary: "Ask for a destructive operation",
  description:
    "Stores what is to be executed and asks the environment's reviewers. Sent again with the same key and body, it answers with the same operation as it is now.",
  tag,
  key: "agent",
  headers: z.object({ "Idempotency-Key": IdempotencyKeySchema }),
  before: (c) => void idempotencyKey(c),
  body: { schema: SubmitOperationSchema, bytesMax: SUBMIT_BYTES_MAX },
  answers: {
    201: { description: "Stored; its Location is in the header.", schema: OperationSummarySchema },
    200: {
      description: "Stored before, by the same key and body.",
      schema: OperationSummarySchema,
    },
  },
  refusals: ["idempotency_key_required", "idempotency_mismatch", "budget_exceeded", ...ASKING],
  async handle({ c, ctx, body, raw }) {
    const { created, operation, etag } = await submitOperation(ctx, {
      body,
      raw,
      idempotencyKey: idempotencyKey(c),
    });
    c.header("ETag", etag);
    c.header("Location", operation.links.self);
    retryAfter(c, operation.next.retry_after);
    return c.json(operation, created ? 201 : 200);
  },
});

const preview = endpoint({
  method: "post",
  operationId: "previewOperation",
  summary: "Look before asking",
  description:
    "The blast radius and what would be required. Nothing is stored, nobody is asked, and so nothing is counted in live databases.",
  tag,
  key: "agent",
  body: { schema: SubmitOperationSchema, bytesMax: SUBMIT_BYTES_MAX },
  answers: { 200: { description: "What submitting would lead to.", schema: PreviewSchema } },
  refusals: ASKING,
  handle: async ({ c, ctx, body }) => c.json(await previewOperation(ctx, body)),
});

const list = endpoint({
  method: "get",
  operationId: "listOperations",
  summary: "List the agent's own operations",
  description: "Newest first; `next_cursor` leads to the next page.",
  tag,
  key: "agent",
  query: ListOperationsSchema,
  answers: { 200: { description: "One page.", schema: OperationPageSchema } },
  handle: async ({ c, ctx, query }) => c.json(await listOperations(ctx, query)),
});

const cancel = endpoint({
  method: "post",
  operationId: "cancelOperation",
  summary: "Withdraw a pending operation",
  description: "May be repeated. Takes no body.",
  tag,
  key: "agent",
  params: OperationPath,
  answers: { 200: { description: "Cancelled.", schema: OperationSummarySchema } },
  refusals: ["already_terminal"],
  async handle({ c, ctx, params }) {
    const { operation, etag } = await cancelOperation(ctx, params.id);
    c.header("ETag", etag);
    return c.json(operation);
  },
});

/** Reading, at once or by long poll: see `Wait` in the contract. */
function read(stopping: AbortSignal) {
  const pace = new PollPace();
  const waiters = new Waiters(stopping);
  return endpoint({
    method: "get",
    operationId: "getOperation",
    summary: "Read an operation, or wait for its decision",
    description: `With \`wait\` (or \`Prefer: wait\`, RFC 7240) the answer comes when the operation is decided, when it differs from \`If-None-Match\`, or after that many seconds. Without it, leave \`Retry-After\` seconds between polls of a pending operation: sooner is \`slow_down\`, and the interval grows by 5 s. A status that you don't know is not an approval.`,
    tag,
    key: "agent",
    params: OperationPath,
    query: z.strictObject({ wait: z.coerce.number().int().min(0).max(WAIT_MAX_S).optional() }),
    headers: z.object({ Prefer: z.string().optional(), "If-None-Match": z.string().optional() }),
    answers: {
      200: { description: "The operation as it is now.", schema: OperationSchema },
      304: { description: "Still what `If-None-Match` names." },
    },
    refusals: ["slow_down"],
    async handle({ c, ctx, params, query }) {
      const preferred = preferredWait(c.req.header("prefer"), WAIT_MAX_S);
      const wait_s = query.wait ?? preferred ?? 0;
      if (query.wait === undefined && preferred !== null)
        c.header("Preference-Applied", `wait=${preferred}`);
      const known = noneMatch(c.req.header("if-none-match"));
      const { operation, etag } =
        wait_s > 0
          ? await waiters.hold(c.req.raw.signal, (signal) =>
              waitForOperation(ctx, {
                id: params.id,
                wait_s,
                // Several tags name no one state to wait for a change from.
                ifNoneMatch: known.length === 1 ? (known[0] ?? null) : null,
                signal,
              }),
            )
          : await getOperation(ctx, params.id);
      let next = operation.next;
      if (next.retry_after !== undefined && wait_s === 0) {
        const poller = `${ctx.actor.apiKeyId}:${params.id}`;
        next = { ...next, retry_after: pace.admit(poller, next.retry_after) };
      }
      retryAfter(c, next.retry_after);
      c.header("ETag", etag);
      if (known.includes(etag)) return c.body(null, 304);
      return c.json({ ...operation, next });
    },
  });
}

function retryAfter(c: ApiContext, seconds: number | undefined): void {
  if (seconds !== undefined) c.header("Retry-After", String(seconds));
}

export function mountOperations({ resource, runtime }: Mount): void {
  resource(PATH, submit, list);
  resource(`${PATH}/preview`, preview);
  resource(`${PATH}/{id}`, read(runtime.stopping.signal));
  resource(`${PATH}/{id}/cancel`, cancel);
}
