import type { OpenAPIHono } from "@hono/zod-openapi";
import { DomainError } from "@/lib/core/error";
import type { Runtime } from "@/lib/runtime";
import type { Admission } from "./admission";
import type { Endpoint } from "./endpoint";
import type { ApiContext, ApiEnv } from "./request";

/** What a resource's file needs to put its endpoints on the app. */
export interface Mount {
  readonly app: OpenAPIHono<ApiEnv>;
  readonly runtime: Runtime;
  /** All verbs of one path; every other method is refused there. Paths are matched in this order. */
  readonly resource: (path: string, ...endpoints: readonly Endpoint[]) => void;
}

export function mountOn(app: OpenAPIHono<ApiEnv>, runtime: Runtime, admission: Admission): Mount {
  return {
    app,
    runtime,
    resource(path, ...endpoints) {
      const route = path.replaceAll(/\{(.+?)\}/g, ":$1");
      // Not app.openapi: its validator would parse the body with JSON.parse before ours has seen the bytes.
      for (const each of endpoints) {
        app.openAPIRegistry.registerPath(each.document(path));
        app.on(each.method, route, (c) => each.answer(c, admission));
      }
      app.all(route, refuseMethod(endpoints.map(({ method }) => method)));
    },
  };
}

/** `OPTIONS` says what is allowed here; anything else is refused with the same list. */
export function refuseMethod(methods: readonly string[]): (c: ApiContext) => Response {
  const allow = [
    ...methods.flatMap((method) => (method === "get" ? ["GET", "HEAD"] : [method.toUpperCase()])),
    "OPTIONS",
  ].join(", ");
  return (c) => {
    if (c.req.method === "OPTIONS") return c.body(null, 204, { Allow: allow });
    throw new DomainError("method_not_allowed", `Here one can use: ${allow}.`, { allow });
  };
}
