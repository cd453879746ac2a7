import type { HttpBindings } from "@hono/node-server";
import type { Context } from "hono";

export interface ApiEnv {
  /** Node's own request where server.ts is the mount; nothing under Next's route handlers. */
  Bindings: Partial<HttpBindings>;
  Variables: { requestId: string };
}
export type ApiContext = Context<ApiEnv>;

/**
 * The caller's address, or null where it can't be known. `X-Forwarded-For` is only believed as far
 * as our own proxies wrote it: `trustedProxies` places from the right.
 */
export function clientAddress(c: ApiContext, trustedProxies: number): string | null {
  if (trustedProxies > 0) {
    const hops = c.req.header("x-forwarded-for")?.split(",") ?? [];
    const claimed = hops.at(-trustedProxies)?.trim();
    if (hops.length >= trustedProxies && claimed && ADDRESS.test(claimed)) return claimed;
  }
  return c.env?.incoming?.socket.remoteAddress ?? null;
}

/** It ends up in rows and logs, so it has an address's characters and length at most. */
const ADDRESS = /^[0-9A-Fa-f.:]{2,45}$/;
