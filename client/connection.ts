import { setTimeout as delay } from "node:timers/promises";
import { CountersignError, problemError } from "./protocol/problem";

export interface ConnectionOptions {
  /** Where Countersign is: https, or http on the loopback interface. */
  baseUrl: string;
  apiKey: string;
  /** Another implementation of fetch, such as one with a proxy or a private CA. */
  fetch?: typeof fetch | undefined;
}

export interface ApiRequest {
  method: "GET" | "POST";
  /** Below the base URL, without a leading slash. */
  path: string;
  body?: unknown;
  headers?: Record<string, string>;
  signal?: AbortSignal | undefined;
  timeout_ms?: number;
}

export interface ApiAnswer {
  status: number;
  headers: Headers;
  /** Undefined for 304. */
  body: unknown;
  /** performance.now() just before it was asked. */
  asked_ms: number;
}

/** How long to go on when there is no answer or the server is in trouble. */
export interface RetryBudget {
  attemptsMax: number;
  /** From the first attempt; no attempt begins after it. */
  total_ms: number;
}

const TIMEOUT_MS = 15_000;
const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

export interface Connection {
  url(path: string): string;
  /** One attempt. Throws {@link CountersignError}, or the signal's reason. */
  send(request: ApiRequest): Promise<ApiAnswer>;
  /** Several attempts of a request that is safe to repeat as it is. */
  sendAgain(request: ApiRequest, budget: RetryBudget): Promise<ApiAnswer>;
}

/** Throws TypeError for a base URL over which a key must not travel. */
export function connect(options: ConnectionOptions): Connection {
  const base = new URL(options.baseUrl.endsWith("/") ? options.baseUrl : `${options.baseUrl}/`);
  if (base.protocol !== "https:" && !(base.protocol === "http:" && LOOPBACK.test(base.hostname)))
    throw new TypeError("baseUrl must be https: keys and grants travel over it");
  const send = (request: ApiRequest) => sendOnce(base, options, request);
  return {
    url: (path) => new URL(path, base).href,
    send,
    sendAgain: (request, budget) => retry(() => send(request), budget, request.signal),
  };
}

async function sendOnce(
  base: URL,
  { apiKey, fetch: fetchWith = fetch }: ConnectionOptions,
  { method, path, body, headers, signal, timeout_ms = TIMEOUT_MS }: ApiRequest,
): Promise<ApiAnswer> {
  signal?.throwIfAborted();
  const timeout = AbortSignal.timeout(timeout_ms);
  const asked_ms = performance.now();
  try {
    const response = await fetchWith(new URL(path, base), {
      method,
      headers: {
        accept: "application/json, application/problem+json",
        authorization: `Bearer ${apiKey}`,
        ...(body === undefined ? {} : { "content-type": "application/json" }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      redirect: "error", // a key goes nowhere but to the configured place
      cache: "no-store",
      signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
    });
    const answer = response.status === 304 ? undefined : await readJson(response);
    if (!response.ok && response.status !== 304) throw problemError(response, answer);
    return { status: response.status, headers: response.headers, body: answer, asked_ms };
  } catch (error) {
    signal?.throwIfAborted();
    if (error instanceof CountersignError) throw error;
    throw new CountersignError("unavailable", `No answer from Countersign at ${base.origin}.`, {
      cause: error,
    });
  }
}

// A 2xx without whole JSON is an answer that was lost on its way; a refusal may have any body.
async function readJson(response: Response): Promise<unknown> {
  const text = await response.text();
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    if (response.ok) throw error;
    return undefined;
  }
}

const PAUSE_MIN_MS = 100;
const BACKOFF_FIRST_MS = 250;
const BACKOFF_MAX_MS = 30_000;

/** The pause before attempt n+1: what the server asks for, else doubling with jitter. */
export function backoff_ms(failures: number, error: CountersignError): number {
  if (error.retryAfter_s !== null) return Math.max(error.retryAfter_s * 1000, PAUSE_MIN_MS);
  const full = Math.min(BACKOFF_FIRST_MS * 2 ** (failures - 1), BACKOFF_MAX_MS);
  return full * (0.5 + Math.random() / 2);
}

async function retry<T>(
  attempt: () => Promise<T>,
  { attemptsMax, total_ms }: RetryBudget,
  signal: AbortSignal | undefined,
): Promise<T> {
  const end_ms = performance.now() + total_ms;
  for (let failures = 1; ; failures++) {
    try {
      return await attempt();
    } catch (error) {
      if (!(error instanceof CountersignError && error.isTransient)) throw error;
      const pause_ms = backoff_ms(failures, error);
      if (failures >= attemptsMax || performance.now() + pause_ms > end_ms) throw error;
      await pause(pause_ms, signal);
    }
  }
}

/** Waits; rejects with the signal's reason when it is aborted meanwhile. */
export async function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
  try {
    await delay(ms, undefined, signal ? { signal } : {});
  } catch (error) {
    signal?.throwIfAborted();
    throw error;
  }
}
