import type { HttpBindings } from "@hono/node-server";
import type { Context } from "hono";
import { clientAddress } from "@/lib/admission/client-address";

export interface ApiEnv {
  /** Node's own request where server.ts is the mount; nothing under Next's route handlers. */
  Bindings: Partial<HttpBindings>;
  Variables: { requestId: string };
}
export type ApiContext = Context<ApiEnv>;

/** The caller's address, or null where it can't be known. */
export const addressOf = (c: ApiContext, trustedProxies: number): string | null =>
  clientAddress({
    forwardedFor: c.req.header("x-forwarded-for") ?? null,
    socketAddress: c.env?.incoming?.socket.remoteAddress ?? null,
    trustedProxies,
  });
