import { randomUUID } from "node:crypto";
import { backoff_ms, connect, pause, type ConnectionOptions, type RetryBudget } from "./connection";
import {
  assertOperation,
  grantToken,
  type Operation,
  type OperationPage,
  type OperationSubmission,
} from "./operation";
import { discover } from "./discovery";
import { operationDigest } from "./protocol/digest";
import { CountersignError, retryAfter } from "./protocol/problem";
import { makeProof, type ProofPrivateKey } from "./protocol/proof";

export { grantToken, type Operation, type OperationSubmission } from "./operation";
export { CountersignError } from "./protocol/problem";

const RETRIES: RetryBudget = { attemptsMax: 6, total_ms: 60_000 };
const WAIT_S = 30;
const WAIT_TIMEOUT_MS = (WAIT_S + 15) * 1000;
/** A wait that comes back sooner than this and with nothing new was not held open. */
const NOT_HELD_MS = 1000;
const POLL_INTERVAL_S = 5;
const UNREACHABLE_MAX_S = 600;

/** What an agent does: ask, wait, give up. Nothing here can approve or execute. */
export interface Agent {
  /**
   * Submits once, whatever happens on the way: retries carry the same Idempotency-Key. Give your own
   * where a restart of the agent must not ask twice.
   */
  submit(
    submission: OperationSubmission,
    options?: { idempotencyKey?: string; signal?: AbortSignal },
  ): Promise<Operation>;
  /**
   * Long-polls until the operation isn't pending any more and returns it; see {@link grantToken}.
   * Rides out outages of up to `unreachable_s` seconds (600), then throws `unavailable`.
   */
  wait(
    id: string,
    options?: {
      signal?: AbortSignal;
      unreachable_s?: number;
      /** Called with each new state while pending. */
      onPending?: (operation: Operation) => void;
    },
  ): Promise<Operation>;
  get(id: string, options?: { signal?: AbortSignal }): Promise<Operation>;
  list(
    filter?: { status?: string; environment?: string; cursor?: string; limit?: number },
    options?: { signal?: AbortSignal },
  ): Promise<OperationPage>;
  /** Throws `already_terminal` when it was decided before. */
  cancel(id: string, options?: { signal?: AbortSignal }): Promise<Operation>;
  /** A proof of possession for an approved operation that was submitted with `proof_key`; good for 30 s. */
  prove(operation: Operation, privateKey: ProofPrivateKey): Promise<string>;
}

/**
 * @example
 * const agent = createAgent({ baseUrl: "https://countersign.example.com", apiKey });
 * const { id, links } = await agent.submit(submission);
 * const grant = grantToken(await agent.wait(id)); // null: not approved, so stop
 */
export function createAgent(options: ConnectionOptions): Agent {
  const connection = connect(options);
  const path = (id: string) => `api/v1/operations/${encodeURIComponent(id)}`;

  async function submit(
    submission: OperationSubmission,
    {
      idempotencyKey = randomUUID(),
      signal,
    }: { idempotencyKey?: string; signal?: AbortSignal } = {},
  ): Promise<Operation> {
    // Also refuses params that JSON would change on the way, such as NaN.
    const digest = operationDigest(submission);
    const { body } = await connection.sendAgain(
      {
        method: "POST",
        path: "api/v1/operations",
        body: submission,
        headers: { "idempotency-key": idempotencyKey },
        signal,
      },
      RETRIES,
    );
    assertOperation(body);
    if (body.operation_digest !== digest)
      throw new CountersignError(
        "invalid_response",
        "Another operation was stored than submitted.",
      );
    return body;
  }

  async function get(id: string, { signal }: { signal?: AbortSignal } = {}): Promise<Operation> {
    const { body } = await connection.sendAgain({ method: "GET", path: path(id), signal }, RETRIES);
    assertOperation(body);
    return body;
  }

  async function list(
    filter: { status?: string; environment?: string; cursor?: string; limit?: number } = {},
    { signal }: { signal?: AbortSignal } = {},
  ): Promise<OperationPage> {
    const query = new URLSearchParams(
      Object.entries(filter).map(([name, value]) => [name, String(value)]),
    );
    const { body } = await connection.sendAgain(
      { method: "GET", path: `api/v1/operations?${query}`, signal },
      RETRIES,
    );
    const page = body as OperationPage;
    if (!Array.isArray(page?.items))
      throw new CountersignError("invalid_response", "The answer is not a list of operations.");
    page.items.forEach(assertOperation);
    return page;
  }

  async function cancel(id: string, { signal }: { signal?: AbortSignal } = {}): Promise<Operation> {
    const { body } = await connection.sendAgain(
      { method: "POST", path: `${path(id)}/cancel`, signal },
      RETRIES,
    );
    assertOperation(body);
    return body;
  }

  async function wait(
    id: string,
    {
      signal,
      unreachable_s = UNREACHABLE_MAX_S,
      onPending,
    }: {
      signal?: AbortSignal;
      unreachable_s?: number;
      onPending?: (operation: Operation) => void;
    } = {},
  ): Promise<Operation> {
    let etag: string | null = null;
    let failures = 0;
    let lastAnswer_ms = performance.now();
    for (;;) {
      try {
        const { status, headers, body, asked_ms } = await connection.send({
          method: "GET",
          path: `${path(id)}?wait=${WAIT_S}`,
          headers: etag === null ? {} : { "if-none-match": etag },
          signal,
          timeout_ms: WAIT_TIMEOUT_MS,
        });
        failures = 0;
        lastAnswer_ms = performance.now();
        const isNew = status !== 304 && (etag === null || headers.get("etag") !== etag);
        if (status !== 304) {
          assertOperation(body);
          if (body.status !== "pending") return body;
          etag = headers.get("etag");
          if (isNew) onPending?.(body);
        }
        const wasHeld = lastAnswer_ms - asked_ms >= NOT_HELD_MS;
        if (!wasHeld && !(isNew && etag !== null))
          await pause((retryAfter(headers) ?? POLL_INTERVAL_S) * 1000, signal);
      } catch (error) {
        if (!(error instanceof CountersignError && error.isTransient)) throw error;
        if (performance.now() - lastAnswer_ms > unreachable_s * 1000) throw error;
        await pause(backoff_ms(++failures, error), signal);
      }
    }
  }

  async function prove(operation: Operation, privateKey: ProofPrivateKey): Promise<string> {
    const grant = grantToken(operation);
    if (grant === null)
      throw new TypeError("Only an approved operation with a grant can be proved for");
    const htu = (await discover(connection)).redemption_endpoint;
    return makeProof(privateKey, {
      grant,
      htu,
      operationDigest: operation.operation_digest,
      now: new Date(),
    });
  }

  return { submit, wait, get, list, cancel, prove };
}
