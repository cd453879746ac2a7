import { lookup as lookUp } from "node:dns/promises";
import { request as requestPlain } from "node:http";
import { request as requestTls } from "node:https";
import type { LookupFunction } from "node:net";
import {
  isLoopback,
  literalAddress,
  mayConnectTo,
  readWebhookUrl,
  WebhookUrlError,
  type WebhookNetworks,
} from "@/lib/core/webhook-address";

export type PostResult =
  | { readonly ok: true; readonly status: number }
  | {
      readonly ok: false;
      readonly status: number | null;
      readonly error: string;
      /** 410: the receiver wants no more. */
      readonly gone: boolean;
    };

/** Every address of a name. Another one is only for tests: what it answers is checked all the same. */
export type Resolver = (name: string) => Promise<readonly { address: string; family: number }[]>;

const TIMEOUT_MS = 10_000;
/** An answer's body means nothing to us. */
const ANSWER_BYTES_MAX = 16 * 1024;

const resolve: Resolver = (name) => lookUp(name, { all: true, verbatim: true });

/**
 * Posts to a URL that somebody typed in. The name is looked up once, all of its addresses are checked,
 * and the connection is made to those and no others: a second answer of the DNS changes nothing. TLS and
 * Host still go by the name. No redirects are followed, no connection is used twice.
 */
export async function postWebhook(
  post: { url: string; headers: Readonly<Record<string, string>>; body: string },
  networks: WebhookNetworks,
  resolver: Resolver = resolve,
): Promise<PostResult> {
  try {
    const url = readWebhookUrl(post.url, networks);
    const addresses = await addressesOf(url, resolver);
    const mayUse = (address: string) =>
      mayConnectTo(address, networks) && (url.protocol === "https:" || isLoopback(address));
    if (addresses.length === 0 || !addresses.every(({ address }) => mayUse(address)))
      throw new WebhookUrlError("Its name leads to an address that isn't public.");
    return judge(await send(url, post, addresses));
  } catch (error) {
    return { ok: false, status: null, error: reasonOf(error), gone: false };
  }
}

async function addressesOf(url: URL, resolver: Resolver): ReturnType<Resolver> {
  const literal = literalAddress(url);
  if (literal !== null) return [{ address: literal, family: literal.includes(":") ? 6 : 4 }];
  return resolver(url.hostname);
}

function send(
  url: URL,
  { headers, body }: { headers: Readonly<Record<string, string>>; body: string },
  addresses: readonly { address: string; family: number }[],
): Promise<number> {
  const pinned: LookupFunction = (_, options, answer) => {
    const [first] = addresses;
    if (options.all) answer(null, [...addresses]);
    else if (first) answer(null, first.address, first.family);
  };
  return new Promise((settle, reject) => {
    const request = (url.protocol === "https:" ? requestTls : requestPlain)(url, {
      method: "POST",
      headers: { ...headers, "content-length": Buffer.byteLength(body) },
      lookup: pinned,
      agent: false,
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    request.on("error", reject);
    request.on("response", (response) => {
      const { statusCode = 0 } = response;
      let size = 0;
      const end = () => settle(statusCode);
      response.on("error", end); // the status is there, and that is all that counts
      response.on("end", end);
      response.on("data", (chunk: Buffer) => {
        size += chunk.length;
        if (size > ANSWER_BYTES_MAX) {
          end();
          request.destroy();
        }
      });
    });
    request.end(body);
  });
}

function judge(status: number): PostResult {
  if (status >= 200 && status < 300) return { ok: true, status };
  const redirect = status >= 300 && status < 400;
  const error = redirect ? `answered ${status}: redirects aren't followed` : `answered ${status}`;
  return { ok: false, status, error, gone: status === 410 };
}

/** Without a driver's message, which may quote the URL. */
function reasonOf(error: unknown): string {
  if (error instanceof WebhookUrlError) return error.message;
  if (!(error instanceof Error)) return "sending failed";
  if (error.name === "TimeoutError" || error.name === "AbortError")
    return `no answer within ${TIMEOUT_MS / 1000} seconds`;
  const { code } = error as { code?: unknown };
  return typeof code === "string" && /^[A-Z0-9_]{1,60}$/.test(code)
    ? `sending failed (${code})`
    : "sending failed";
}
