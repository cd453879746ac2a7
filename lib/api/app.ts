import { OpenAPIHono } from "@hono/zod-openapi";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import { DomainError } from "@/lib/core/error";
import { newId } from "@/lib/core/id";
import type { Runtime } from "@/lib/runtime";
import { Admission } from "./admission";
import { mountConnections } from "./connections";
import { mountDiscovery } from "./discovery";
import { mountFreezes } from "./freezes";
import { mountGraphqlSchemas } from "./graphql-schemas";
import { mountGrants } from "./grants";
import { mountHealth } from "./health";
import { mountInventory } from "./inventory";
import { mountKeys } from "./keys";
import { mountMail } from "./mail";
import { mountManifests } from "./manifests";
import { mountOn } from "./mount";
import { mountOpenApi } from "./openapi";
import { mountOperations } from "./operations";
import { problemHeaders, toDomainError, toProblem } from "./problem";
import { mountPolicies } from "./policies";
import { mountRedemptions } from "./redemptions";
import { mountReference } from "./reference";
import type { ApiContext, ApiEnv } from "./request";
import { mountWebhooks } from "./webhooks";

const HSTS = "max-age=63072000; includeSubDomains";

/**
 * The REST API: Request in, Response out, wherever it is mounted. server.ts puts it in front of Next,
 * Next's route handlers forward to it under plain `next start`; paths are the same in both.
 */
export function createApi(runtime: Runtime): OpenAPIHono<ApiEnv> {
  const { publicUrl } = runtime.base.config;
  const isHttps = publicUrl.startsWith("https:");
  const app = new OpenAPIHono<ApiEnv>();

  app.use(async (c, next) => {
    // Ours always: the audit log carries it, so no caller may choose it.
    const requestId = newId("req");
    c.set("requestId", requestId);
    c.header("X-Request-Id", requestId);
    c.header("Cache-Control", "no-store");
    c.header("X-Content-Type-Options", "nosniff");
    c.header("Cross-Origin-Opener-Policy", "same-origin");
    c.header("Referrer-Policy", "no-referrer");
    c.header("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
    c.header("Cross-Origin-Resource-Policy", "same-origin");
    if (isHttps) c.header("Strict-Transport-Security", HSTS);
    await next();
  });

  const refuse = (error: unknown, c: ApiContext) => {
    const requestId = c.get("requestId");
    const refusal = toDomainError(error, runtime.log, requestId);
    const problem = toProblem(refusal, { publicUrl, requestId });
    return c.body(
      JSON.stringify(problem),
      refusal.status as ContentfulStatusCode,
      problemHeaders(refusal),
    );
  };
  app.onError(refuse);
  app.notFound((c) => refuse(new DomainError("not_found", "There is nothing at this address."), c));

  const mount = mountOn(app, runtime, new Admission(runtime));
  mountOperations(mount);
  mountManifests(mount);
  mountGrants(mount);
  mountRedemptions(mount);
  mountKeys(mount);
  mountFreezes(mount);
  mountMail(mount); // before the webhooks, whose path it shares
  mountWebhooks(mount);
  mountInventory(mount);
  mountConnections(mount);
  mountGraphqlSchemas(mount);
  mountPolicies(mount);
  mountDiscovery(mount);
  mountHealth(mount);
  mountReference(mount);
  mountOpenApi(mount);
  return app;
}
