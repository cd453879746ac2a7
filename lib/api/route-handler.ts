import type { OpenAPIHono } from "@hono/zod-openapi";
import pino from "pino";
import { DomainError } from "@/lib/core/error";
import { newId } from "@/lib/core/id";
import { getRuntime, type Runtime } from "@/lib/runtime";
import { createApi } from "./app";
import { problemHeaders, toProblem } from "./problem";
import type { ApiEnv } from "./request";

const apps = new WeakMap<Runtime, OpenAPIHono<ApiEnv>>();

/** What Next's route handlers forward to, unchanged, where no server.ts stands in front of them. */
export async function answerRequest(request: Request): Promise<Response> {
  let runtime: Runtime;
  try {
    runtime = await getRuntime();
  } catch (error) {
    return answerWithoutRuntime(request, error);
  }
  let app = apps.get(runtime);
  if (!app) apps.set(runtime, (app = createApi(runtime)));
  return app.fetch(request);
}

/** The process lives though it can't be configured, or its database is away: the next request tries again. */
function answerWithoutRuntime(request: Request, error: unknown): Response {
  if (new URL(request.url).pathname === "/api/health/live")
    return Response.json({ status: "live" });
  const requestId = newId("req");
  pino().error({ requestId, message: error instanceof Error ? error.message : "" }, "no runtime");
  const refusal = new DomainError(
    "unavailable",
    "Countersign hasn't started. Nothing was decided by this request: try again; an enforcement point must not execute.",
    { retryAfter_s: 5 },
  );
  return new Response(JSON.stringify(toProblem(refusal, { publicUrl: "", requestId })), {
    status: refusal.status,
    headers: { ...problemHeaders(refusal), "X-Request-Id": requestId, "Cache-Control": "no-store" },
  });
}
